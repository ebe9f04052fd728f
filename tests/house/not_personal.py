"""Fields that say nothing about a fan, or only where their row stands in our own work.

Everything else is in docs/privacy.md. A field that is in neither fails the house tests.
"""

NOT_PERSONAL = {
    # The organizer's own ground.
    "workspaces.Workspace": "name slug created_at",
    "workspaces.ApiToken": "workspace name token_hash scopes made_at expires_at revoked_at used_on",
    # Answers to changes of campaigns, and how many fans were erased: kept for a day.
    "workspaces.GivenAnswer": "token key_hash asked_hash status body given_at",
    "webhooks.Endpoint": "workspace url kinds sealed made_at ended_at ended_because",
    # How many, by service, channel and reason: nobody's number.
    "webhooks.Event": "workspace campaign kind subject data happened_at",
    "webhooks.Delivery": (
        "endpoint event status tried_at made_at due_at claimed_until attempts sent_at failed_at "
        "because"
    ),
    # How many rows of a table share some of their values.
    "insights.Tally": "kind about cell how_many is_new",
    # How many visits, by kind of device and by language: no row of a visit carries either.
    "visits.TraitCount": "campaign trait name people",
    "workspaces.Alarm": "workspace kind subject words raised_at cleared_at",
    # About organizers, not fans: docs/privacy.md, under Organizers.
    "workspaces.Organizer": "email password last_login created_at is_active",
    "workspaces.Membership": "workspace organizer role joined_at",
    "workspaces.EntryLink": "organizer key_hash made_at expires_at used_at",
    "workspaces.Invitation": (
        "workspace email role invited_by made_at expires_at accepted_at revoked_at"
    ),
    "workspaces.InvitationKey": "invitation key_hash made_at",
    "messaging.InvitationMail": (
        "invitation made_at due_at claimed_until attempts sent_at failed_at because"
    ),
    "workspaces.AuditEntry": "workspace who what subject detail from_address happened_at",
    "pacing.ProviderAccount": (
        "provider client_id blocked_until blocked_because paused_at paused_because "
        "asking_at probed_at day leased window window_calls window_size"
    ),
    "messaging.AlarmCall": (
        "alarm way news made_at due_at claimed_until attempts sent_at failed_at because"
    ),
    "workspaces.Notice": "workspace kind subject words written_at",
    "messaging.NoticeCall": (
        "notice way made_at due_at claimed_until attempts sent_at failed_at because"
    ),
    # Addresses that an organizer gave, and what they answered.
    "campaigns.LinkCheck": "campaign name url life words gone_looks looked_at next_look_at",
    "presaves.Cursor": "name passed_id bound_id waits_for",
    "workspaces.Standstill": "because began_at",
    # Ids of the vault's old keys.
    "fans.RetiredKey": "key retired_at seen_at closed_at",
    "workspaces.WorkerSign": "seen_at",
    # Numbers of rows, for the seconds until they stand in the journal; docs/privacy.md.
    "workspaces.JournalNote": "what row row_made_at happened_at",
    # Artists are named by the organizer, in public.
    "campaigns.Artist": (
        "workspace name handle published_at next_date next_words next_link pixels"
        " controller_name controller_contact controller_address sender"
    ),
    "campaigns.ArtistId": "artist provider external_id",
    "campaigns.ArtistDomain": "artist host set_at",
    "campaigns.Release": (
        "artist further_artists title kind upc isrc timing release_date release_at artwork"
        " artwork_width artwork_height theme clip video video_width"
        " video_height captions"
    ),
    "campaigns.Track": "release position title length_s",
    "campaigns.OutsideLink": "artist release kind provider label url position",
    "campaigns.PinnedId": "release provider external_id pinned_at pinned_by",
    "campaigns.Campaign": (
        "workspace release slug ask_follow follow_when pixels theme"
        " published_at paused_at ended_at archived_at"
        " created_at changed_at"
    ),
    "campaigns.Channel": "campaign name reach made_by",
    "campaigns.Plan": "campaign distributor job template feed_hash created_at changed_at",
    "campaigns.PlanNote": "plan task done_at",
    "campaigns.PlanTemplate": "artist contents distributor changed_at",
    "campaigns.Sighting": (
        "release provider market external_id link watched_from next_look_at looks seen_at"
        " given_up_at note"
    ),
    "release_day.Rehearsal": ("campaign asked_at is_by_hand claimed_until course done_at findings"),
    "release_day.Wave": (
        "campaign provider due_at markets opened_at done_at summary held_at let_in canaries warmed"
    ),
    # Rows of a fan: which of the organizer's things they belong to, and how far our work got.
    "fans.Fan": "workspace",
    "fans.Connection": "workspace",
    "fans.Grant": "client_id claim_number claimed_until access_until",
    "visits.PrefixKey": "campaign made_at",
    "visits.Link": (
        "campaign channel kind provider created_at utm_source utm_medium utm_campaign openings"
        " openings_by_machines"
    ),
    "presaves.PreSave": "next_step next_attempt_at attempts looks step_since",
    "presaves.Canary": "tries looks next_at",
    "presaves.FollowAsk": "next_attempt_at attempts looks",
    "messaging.Mail": "claimed_until attempts",
    "messaging.Announcement": (
        "artist campaign channel kind subject text language has_artwork segment time_zone by_mail"
        " made_at changed_at scheduled_at gathered_to gathered_at stopped_at done_at left kept"
        " kept_pushes"
    ),
    "visits.ArtistPageCount": "artist day people machines",
    "visits.ArtistChannel": "artist name code made_at reach people machines",
    "messaging.KnownCourse": "campaign release_date moved_to moved_at end_told_at",
    "messaging.AnnouncementMail": "claimed_until attempts",
    "messaging.AnnouncementPush": "claimed_until attempts",
    "messaging.OutreachContact": "campaign channel made_at",
    "messaging.Push": "claimed_until attempts",
    "release_day.Attempt": "claim_number",
    "release_day.RehearsedGrant": "rehearsal is_canary",
    "release_day.Turn": "provider kind campaign_number taken",
    # Totals of the artist, from exports; what was expected of a campaign.
    "insights.Listening": (
        "campaign source scope subject first_day last_day listeners streams saves playlist_adds"
        " followers read_at"
    ),
    "insights.Peak": "campaign kind begins_at ends_at channel note tagged_at",
    # Groups, counts, and numbers of pre-saves, whose rows stay without anybody when a fan goes.
    "insights.AuditReading": "campaign asked_at done_at document members",
    "insights.WrittenReport": "campaign asked_at done_at page document",
    "presaves.Hold": "campaign described because held_at released_at",
    "insights.Expectation": "campaign what provider made_at of terms low high",
}
