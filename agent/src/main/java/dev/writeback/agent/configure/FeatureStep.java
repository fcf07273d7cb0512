package dev.writeback.agent.configure;

/** What the agent may do at all; the cloud can narrow it and never widen it. */
final class FeatureStep implements Step {
    @Override
    public String title() {
        return "Optional features";
    }

    @Override
    public boolean run(Dialogue dialogue, Answers answers) {
        dialogue.say("What is off here is off, whatever the cloud says.");
        dialogue.say("");
        return new Asking(dialogue, answers)
                .yesOrNo(Item.RESET, true)
                .yesOrNo(Item.CHANGE, true)
                .yesOrNo(Item.ADMIN_RESET, true)
                .yesOrNo(Item.UNLOCK, false)
                .yesOrNo(Item.VALIDATE, true)
                .done();
    }
}
