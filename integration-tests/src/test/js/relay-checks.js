// The embedded Service Bus endpoint seen by Microsoft's JavaScript client. See README.md beside this file.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const { ServiceBusClient } = require("@azure/service-bus");

const QUEUE = "requests";
const WAIT = { maxWaitTimeInMs: 8000 };

const connectionString = fs.readFileSync(process.argv[2], "utf8").trim();

const checks = {
  async "delivers body and properties as sent"({ sender, receiver }) {
    await sender.sendMessages({
      body: Buffer.from("hello"),
      messageId: "m1",
      subject: "request",
      contentType: "application/pwb+jwe+json",
      replyToSessionId: "s-1",
      timeToLive: 60000,
    });
    const message = await next(receiver);
    assert.equal(Buffer.from(message.body).toString(), "hello");
    assert.equal(message.messageId, "m1");
    assert.equal(message.subject, "request");
    assert.equal(message.contentType, "application/pwb+jwe+json");
    assert.equal(message.replyToSessionId, "s-1");
    assert.equal(message.timeToLive, 60000);
    assert.ok(message.lockToken);
    await receiver.completeMessage(message);
  },

  async "renews a lock"({ sender, receiver }) {
    await sender.sendMessages({ body: Buffer.from("x") });
    const message = await next(receiver);
    assert.match(message.messageId, /^[0-9a-f]{32}$/);
    assert.ok((await receiver.renewMessageLock(message)) > new Date());
    await receiver.completeMessage(message);
  },

  async "delivers an abandoned message again"({ sender, receiver }) {
    await sender.sendMessages({ body: Buffer.from("x"), messageId: "a1" });
    await receiver.abandonMessage(await next(receiver));
    const again = await next(receiver);
    assert.equal(again.messageId, "a1");
    assert.equal(again.deliveryCount, 1);
    await receiver.completeMessage(again);
  },

  async "takes a batch and shows it to peek"({ sender, receiver }) {
    await sender.sendMessages(["a", "b", "c"].map((text) => ({ body: Buffer.from(text) })));
    assert.equal((await receiver.peekMessages(5, { omitMessageBody: true })).length, 3);
    for (const text of ["a", "b", "c"]) {
      const message = await next(receiver);
      assert.equal(Buffer.from(message.body).toString(), text);
      await receiver.completeMessage(message);
    }
  },

  async "dead-letters with a reason"({ client, sender, receiver }) {
    await sender.sendMessages({ body: Buffer.from("x"), messageId: "d1" });
    await receiver.deadLetterMessage(await next(receiver), { deadLetterReason: "why", deadLetterErrorDescription: "D" });
    const deadLetters = client.createReceiver(QUEUE, { subQueueType: "deadLetter" });
    const dead = await next(deadLetters);
    assert.equal(dead.deadLetterReason, "why");
    assert.equal(dead.deadLetterSource, QUEUE);
    await deadLetters.completeMessage(dead);
    await deadLetters.close();
  },

  async "serves a subscription"({ sender, receiver }) {
    let count = 0;
    let done;
    const all = new Promise((resolve, reject) => {
      done = resolve;
      setTimeout(() => reject(new Error(`only ${count} of 50 in 20 s`)), 20000).unref();
    });
    const subscription = receiver.subscribe({
      processMessage: async () => {
        if (++count === 50) done();
      },
      processError: async (event) => console.error(event.error.message),
    });
    for (let i = 0; i < 50; i++) await sender.sendMessages({ body: Buffer.from(`n${i}`) });
    await all;
    await subscription.close();
  },

  async "refuses a wrong key"() {
    const client = newClient(connectionString.replace(/SharedAccessKey=./, "SharedAccessKey=!"));
    await assert.rejects(client.createSender(QUEUE).sendMessages({ body: Buffer.from("x") }), (error) =>
      [error, ...(error.errors ?? [])].some((each) => /InvalidSignature/.test(each.message)),
    );
    await client.close();
  },
};

function newClient(text) {
  return new ServiceBusClient(text, { retryOptions: { maxRetries: 1, timeoutInMs: 8000 } });
}

async function next(receiver) {
  const [message] = await receiver.receiveMessages(1, WAIT);
  assert.ok(message, "no message in 8 s");
  return message;
}

(async () => {
  const client = newClient(connectionString);
  const context = { client, sender: client.createSender(QUEUE), receiver: client.createReceiver(QUEUE) };
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check(context);
      console.log(`ok      ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAILED  ${name}: ${error.stack}`);
    }
  }
  await client.close();
  console.log(`${Object.keys(checks).length - failed} ok, ${failed} failed`);
  process.exit(failed ? 1 : 0);
})();
