package dev.writeback.directory.rights;

import java.util.Optional;

/**
 * One right that the service account is to be given.
 *
 * @param dn of the object that gets the entry
 * @param users the class of the objects below that inherit it; empty for a right on the object itself
 */
public record Grant(String dn, Right right, Optional<UserClass> users) {}
