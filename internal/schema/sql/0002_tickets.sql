-- Tickets. A ticket's id is its number (counters.ticket). An entry's id is
-- ticket_id * 2^20 + its place in the thread.

-- scope: policy
CREATE TABLE tickets (
    id BIGINT PRIMARY KEY,
    entity_id BIGINT NOT NULL REFERENCES entities (id),
    title TEXT NOT NULL,
    state_id BIGINT NOT NULL,
    closed BOOLEAN NOT NULL DEFAULT FALSE, -- the state's flag, kept here for the partial indexes
    priority_id BIGINT NOT NULL DEFAULT 0,
    criticality_id BIGINT NOT NULL DEFAULT 0,
    type_id BIGINT NOT NULL DEFAULT 0,
    category_id BIGINT NOT NULL DEFAULT 0,
    subcategory_id BIGINT NOT NULL DEFAULT 0,
    place_id BIGINT NOT NULL DEFAULT 0,
    department_id BIGINT NOT NULL DEFAULT 0,
    branch_id BIGINT NOT NULL DEFAULT 0,
    product_id BIGINT NOT NULL DEFAULT 0,
    channel_id BIGINT NOT NULL DEFAULT 0,
    supplier_id BIGINT NOT NULL DEFAULT 0,
    asset_id BIGINT NOT NULL DEFAULT 0,
    requester_id BIGINT NOT NULL DEFAULT 0,
    requester_group_id BIGINT NOT NULL DEFAULT 0,
    requester_mail TEXT NOT NULL DEFAULT '', -- of a sender without account
    requester_name TEXT NOT NULL DEFAULT '',
    receiver_id BIGINT NOT NULL DEFAULT 0,
    receiver_entity_id BIGINT NOT NULL DEFAULT 0,
    technician_id BIGINT NOT NULL DEFAULT 0,
    technician_group_id BIGINT NOT NULL DEFAULT 0,
    source TEXT NOT NULL DEFAULT 'web',
    created_at BIGINT NOT NULL,
    hoped_on TEXT NOT NULL DEFAULT '', -- 2026-11-30
    resolved_at BIGINT,
    minutes_spent BIGINT NOT NULL DEFAULT 0,
    minutes_hoped BIGINT NOT NULL DEFAULT 0,
    read_at BIGINT, -- by the technician in charge
    read_by BIGINT NOT NULL DEFAULT 0,
    last_entry_at BIGINT NOT NULL,
    last_entry_side TEXT NOT NULL DEFAULT '', -- requester, technician
    progressed_at BIGINT, -- last text of the technician in charge
    state_since BIGINT NOT NULL,
    file_count BIGINT NOT NULL DEFAULT 0,
    entry_count BIGINT NOT NULL DEFAULT 0,
    delete_files_on_close BOOLEAN NOT NULL DEFAULT FALSE,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX tickets_requester ON tickets (requester_id, id);
CREATE INDEX tickets_technician ON tickets (technician_id, state_id, id);
CREATE INDEX tickets_open_priority ON tickets (priority_id, id) WHERE NOT closed;
CREATE INDEX tickets_category ON tickets (category_id, id);

-- Who may see and list what, see docs/adr/0009: one row for each audience of a ticket.
-- scope: policy
CREATE TABLE ticket_lanes (
    lane BIGINT NOT NULL,
    state_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    PRIMARY KEY (lane, state_id, ticket_id)
) CLUSTERED;

-- How many rows of ticket_lanes there are, kept in the same transaction.
-- scope: policy
CREATE TABLE ticket_counts (
    lane BIGINT NOT NULL,
    state_id BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (lane, state_id)
) CLUSTERED;

-- scope: tickets.ticket_id
CREATE TABLE ticket_watchers (
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    user_id BIGINT NOT NULL DEFAULT 0,
    mail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (ticket_id, user_id, mail)
) CLUSTERED;

-- scope: tickets.ticket_id
CREATE TABLE ticket_tags (
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    tag_id BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, tag_id)
) CLUSTERED;

-- The time spent in each state (TKT-125).
-- scope: tickets.ticket_id
CREATE TABLE ticket_states (
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    state_id BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, since, until, state_id)
) CLUSTERED;

-- The thread. Entry 1 is the opening; its text is the description.
-- scope: policy
CREATE TABLE entries (
    id BIGINT PRIMARY KEY,
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    kind TEXT NOT NULL,
    author_id BIGINT NOT NULL DEFAULT 0,
    author TEXT NOT NULL DEFAULT '', -- name or address of an author without account
    at BIGINT NOT NULL,
    html TEXT NOT NULL DEFAULT '',
    hidden BOOLEAN NOT NULL DEFAULT FALSE,
    side TEXT NOT NULL DEFAULT '', -- requester, technician
    detail TEXT NOT NULL DEFAULT '{}', -- old and new values of system kinds
    message_id TEXT NOT NULL DEFAULT '',
    edited_at BIGINT,
    edited_by BIGINT NOT NULL DEFAULT 0,
    deleted_at BIGINT,
    deleted_by BIGINT NOT NULL DEFAULT 0
);

-- scope: policy
CREATE TABLE attachments (
    id IDENTITY,
    ticket_id BIGINT NOT NULL DEFAULT 0, -- 0 while its form is not sent
    entry_id BIGINT NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    inline BOOLEAN NOT NULL DEFAULT FALSE,
    hidden BOOLEAN NOT NULL DEFAULT FALSE,
    uploader_id BIGINT NOT NULL DEFAULT 0,
    uploaded_at BIGINT NOT NULL
);
CREATE INDEX attachments_ticket ON attachments (ticket_id, id);
CREATE INDEX attachments_sha ON attachments (sha256);

-- scope: plumbing
CREATE TABLE drafts (
    user_id BIGINT NOT NULL,
    place TEXT NOT NULL, -- "ticket/4806/reply"
    text TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, place)
) CLUSTERED;

-- Every folded word that the search index holds, so that the beginning of a word finds it.
-- scope: plumbing
CREATE TABLE search_words (
    word TEXT PRIMARY KEY
) CLUSTERED;
