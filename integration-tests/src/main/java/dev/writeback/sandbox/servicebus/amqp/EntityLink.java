package dev.writeback.sandbox.servicebus.amqp;

import dev.writeback.sandbox.servicebus.access.Right;

/** A link between a client and a queue or its management node, as the connection sees it. */
interface EntityLink {
    /** The entity's path in lower case, as clients attach to it. */
    String path();

    /** Whether the tokens still allow this link. */
    boolean allowedBy(Grants grants);

    /** Whether the client uses this right on it; a request link uses none. */
    boolean uses(Right right);

    /** Detaches the link with an error. */
    void detach(AmqpFault fault);

    /** The link is closed or its connection is lost; called once or more. */
    void gone(boolean connectionLost);

    static String claim(Right right) {
        return right == Right.SEND ? "Send" : "Listen";
    }
}
