package dev.writeback.sandbox.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Value;

/** An entry read with AD's eyes; a missing number is 0, as AD treats it. */
record AccountEntry(Entry entry) {
    static final int DISABLED = 0x2;
    static final int NORMAL_ACCOUNT = 0x200;
    static final int DONT_EXPIRE_PASSWORD = 0x10000;
    static final int SMARTCARD_REQUIRED = 0x40000;

    UUID guid() {
        return ObjectGuid.parse(entry.get("objectGUID").get().getBytes());
    }

    String dn() {
        return entry.getDn().getName();
    }

    boolean isUser() {
        return entry.contains("objectClass", "user") && !entry.contains("objectClass", "computer");
    }

    boolean has(String attribute) {
        return entry.containsAttribute(attribute);
    }

    long number(String attribute) {
        Attribute found = entry.get(attribute);
        return found == null ? 0 : Long.parseLong(found.get().getString());
    }

    boolean isTrue(String attribute) {
        Attribute found = entry.get(attribute);
        return found != null && found.get().getString().equalsIgnoreCase("TRUE");
    }

    List<String> texts(String attribute) {
        List<String> texts = new ArrayList<>();
        Attribute found = entry.get(attribute);
        if (found != null) {
            for (Value value : found) {
                texts.add(value.getString());
            }
        }
        return texts;
    }

    boolean control(int flag) {
        return (number("userAccountControl") & flag) != 0;
    }
}
