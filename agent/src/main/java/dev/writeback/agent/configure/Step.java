package dev.writeback.agent.configure;

/** One page of the wizard. */
interface Step {
    /** Its headline. */
    String title();

    /**
     * Asks for what belongs here.
     *
     * @return false to go one page back
     */
    boolean run(Dialogue dialogue, Answers answers);
}
