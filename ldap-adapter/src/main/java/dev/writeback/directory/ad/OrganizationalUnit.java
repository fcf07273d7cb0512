package dev.writeback.directory.ad;

/**
 * A part of the domain that can be put into scope.
 *
 * @param dn distinguished name (RFC 4514), as the directory writes it
 * @param users user accounts below it, in all depths
 */
public record OrganizationalUnit(String dn, int users) {}
