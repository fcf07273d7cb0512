/**
 * Certificates for servers that live in one process or one test.
 *
 * <p>In: host names and addresses. Out: a certificate authority of its own, server certificates, PEM, key stores and TLS
 * contexts. Any thread. Never here: anything a production machine should trust; the keys exist in memory only.
 */
@NullMarked
package dev.writeback.sandbox.tls;

import org.jspecify.annotations.NullMarked;
