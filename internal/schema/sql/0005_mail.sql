-- Mail. Every incoming message is stored raw (blob) before anything parses it.

-- scope: policy
CREATE TABLE mailboxes (
    id IDENTITY,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    address_fold TEXT NOT NULL UNIQUE,
    protocol TEXT NOT NULL DEFAULT 'imap',
    host TEXT NOT NULL,
    port BIGINT NOT NULL,
    encryption TEXT NOT NULL DEFAULT 'tls', -- none, starttls, tls
    any_certificate BOOLEAN NOT NULL DEFAULT FALSE,
    account TEXT NOT NULL,
    secret TEXT NOT NULL DEFAULT '', -- sealed
    folder TEXT NOT NULL DEFAULT 'INBOX',
    post_action TEXT NOT NULL DEFAULT 'read', -- read, delete, move
    post_folder TEXT NOT NULL DEFAULT '',
    error_folder TEXT NOT NULL DEFAULT '',
    department_id BIGINT NOT NULL DEFAULT 0,
    category_id BIGINT NOT NULL DEFAULT 0,
    entity_id BIGINT NOT NULL REFERENCES entities (id),
    active BOOLEAN NOT NULL DEFAULT TRUE,
    uid_validity BIGINT NOT NULL DEFAULT 0,
    last_run BIGINT,
    last_error TEXT NOT NULL DEFAULT '',
    failures BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 1
);

-- One row a message taken in. status: stored, done, excluded, quarantined.
-- scope: policy
CREATE TABLE incoming (
    id IDENTITY,
    mailbox_id BIGINT NOT NULL DEFAULT 0, -- 0: handed over by command or demonstration
    entity_id BIGINT NOT NULL DEFAULT 1,
    remote_key TEXT NOT NULL, -- mailbox, UIDVALIDITY and UID; or the SHA-256 of the raw message
    message_id TEXT NOT NULL DEFAULT '',
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    sender TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    received_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '', -- translation key
    reason_args TEXT NOT NULL DEFAULT '[]',
    result TEXT NOT NULL DEFAULT '', -- opened, replied, bounced
    ticket_id BIGINT NOT NULL DEFAULT 0,
    entry_id BIGINT NOT NULL DEFAULT 0,
    attempts BIGINT NOT NULL DEFAULT 0,
    post_done BOOLEAN NOT NULL DEFAULT FALSE, -- marked, deleted or moved on the server
    UNIQUE (remote_key)
);
CREATE INDEX incoming_status ON incoming (status, id);
CREATE INDEX incoming_message ON incoming (message_id);

-- One row a recipient. status: queued, sent, failed, cancelled.
-- scope: policy
CREATE TABLE outgoing (
    id IDENTITY,
    dedup TEXT NOT NULL UNIQUE, -- event and recipient: one mail per event and person
    event_id BIGINT NOT NULL DEFAULT 0,
    kind TEXT NOT NULL,
    ticket_id BIGINT NOT NULL DEFAULT 0,
    entry_id BIGINT NOT NULL DEFAULT 0,
    entity_id BIGINT NOT NULL DEFAULT 1,
    recipient TEXT NOT NULL,
    recipient_name TEXT NOT NULL DEFAULT '',
    recipient_id BIGINT NOT NULL DEFAULT 0,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    message_id TEXT NOT NULL,
    raw TEXT NOT NULL, -- the complete message as it is sent
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    next_at BIGINT NOT NULL DEFAULT 0,
    last_error TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE INDEX outgoing_status ON outgoing (status, next_at);
CREATE INDEX outgoing_ticket ON outgoing (ticket_id, id);
