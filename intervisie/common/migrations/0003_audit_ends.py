from django.db import migrations

# Rows still cannot be changed, nor removed while they are younger than a year, whoever asks. What is older may go: the
# nightly sweep takes away what is older than AUDIT_DAYS, which cannot be less.
MAY_GO = """
CREATE OR REPLACE FUNCTION common_auditevent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '365 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit trail is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
"""
NEVER = """
CREATE OR REPLACE FUNCTION common_auditevent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0002_unwanted")]

    operations = [migrations.RunSQL(MAY_GO, NEVER)]
