#!/usr/bin/python3
"""What the domain controller itself holds of its users, read as root from its own database.

Needs Debian's own interpreter (python3-samba). Argument: SMB_CONF. The server may run or not.
One order a line on standard input, one line of answer each; ends with its input.

  look USER             ok GUID VERSION LOCKED HASH[,HASH...]
                          VERSION  of unicodePwd in replPropertyMetaData: one more with every write
                          LOCKED   0 or 1: lockoutTime is not 0
                          HASH     NT hashes (MD4 of UTF-16LE, hex) of all passwords that the history
                                   keeps, newest first; the first is the one in force
  written USER SECONDS  ok: moves the last write of the password to that Unix time, in pwdLastSet and
                          in the replication stamp, as if it had been made then; VERSION stays
  lock USER             ok: as after too many wrong attempts
  unlock USER           ok: as after a logon

Anything else, and whatever fails: error TEXT. No password passes through here.
"""
import sys
import time

import ldb
from samba import dsdb
from samba.auth import system_session
from samba.dcerpc import drsblobs, misc
from samba.ndr import ndr_pack, ndr_unpack
from samba.param import LoadParm
from samba.samdb import SamDB

UNICODE_PWD = 0x9005A
PWD_LAST_SET = 0x90060
HASH_BYTES = 16
# Lets a client of the local database write replPropertyMetaData (Samba's dbcheck uses it).
CHANGE_REPL_METADATA = "1.3.6.1.4.1.7165.4.3.14"
SECONDS_1601_TO_1970 = 11644473600
TICKS = 10 ** 7

lp = LoadParm()
lp.load(sys.argv[1])
db = SamDB(url=lp.private_path("sam.ldb"), session_info=system_session(), lp=lp)
base = str(db.domain_dn())


def ticks(unix_seconds):
    return int((unix_seconds + SECONDS_1601_TO_1970) * TICKS)


def find(user, *attributes):
    found = db.search(base, scope=ldb.SCOPE_SUBTREE, attrs=list(attributes),
                      expression="(sAMAccountName=%s)" % ldb.binary_encode(user))
    if len(found) != 1:
        raise ValueError("%d accounts are named %s" % (len(found), user))
    return found[0]


def replace(dn, name, value, control=None):
    msg = ldb.Message(dn)
    msg[name] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, name)
    db.modify(msg, controls=["local_oid:%s:0" % control] if control else [])


def stamps(entry):
    return ndr_unpack(drsblobs.replPropertyMetaDataBlob, entry["replPropertyMetaData"][0])


def look(user):
    entry = find(user, "objectGUID", "unicodePwd", "ntPwdHistory", "replPropertyMetaData", "lockoutTime")
    version = [a.version for a in stamps(entry).ctr.array if a.attid == UNICODE_PWD][0]
    octets = entry["ntPwdHistory"][0]
    hashes = [octets[i:i + HASH_BYTES] for i in range(0, len(octets), HASH_BYTES)]
    if hashes[0] != entry["unicodePwd"][0]:
        raise ValueError("the history of %s does not begin with the password in force" % user)
    guid = ndr_unpack(misc.GUID, entry["objectGUID"][0])
    locked = int(str(entry.get("lockoutTime", ["0"])[0])) != 0
    return "%s %d %d %s" % (guid, version, locked, ",".join(h.hex() for h in hashes))


def written(user, seconds):
    at = ticks(int(seconds))
    dn = find(user, "cn").dn
    replace(dn, "pwdLastSet", str(at), dsdb.DSDB_CONTROL_BYPASS_PASSWORD_HASH_OID)
    found = stamps(find(user, "replPropertyMetaData"))
    number = db.sequence_number(ldb.SEQ_NEXT)
    for attribute in found.ctr.array:
        if attribute.attid in (UNICODE_PWD, PWD_LAST_SET):
            attribute.originating_change_time = at
            attribute.local_usn = number
    replace(dn, "replPropertyMetaData", ndr_pack(found), CHANGE_REPL_METADATA)
    return ""


def lock(user):
    replace(find(user, "cn").dn, "lockoutTime", str(ticks(time.time())))
    return ""


def unlock(user):
    replace(find(user, "cn").dn, "lockoutTime", "0")
    return ""


def patiently(order, *arguments):
    """The server and other witnesses write to the same file; ldb says "operations error" to one that comes in between."""
    for attempt in range(20):
        try:
            return order(*arguments)
        except ldb.LdbError as error:
            if error.args[0] != ldb.ERR_OPERATIONS_ERROR or attempt == 19:
                raise
            time.sleep(0.1)


ORDERS = {"look": look, "written": written, "lock": lock, "unlock": unlock}

for line in sys.stdin:
    verb, *arguments = line.split()
    try:
        answer = "ok " + patiently(ORDERS[verb], *arguments)
    except Exception as error:  # every failure is an answer: the reader waits for one
        answer = "error %s: %s" % (type(error).__name__, str(error).replace("\n", " "))
    print(answer.strip(), flush=True)
