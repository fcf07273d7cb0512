package dev.writeback.sandbox.crash;

import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.sandbox.cloud.Reply;
import java.util.concurrent.CompletableFuture;

/** A request that the cloud has sent. */
record Sent(Traffic.Order order, SealedRequest request, CompletableFuture<Reply> reply) {}
