"""Text at rest: unreadable without its key, bound to its row, gone with its key, and never in a query."""

import base64
import os
import uuid

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.core import serializers
from django.core.exceptions import FieldError, ImproperlyConfigured, ValidationError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intervisie.common import encryption
from intervisie.common.encryption import CannotOpen, NoKey, NotSearchable, OpenKeys, rekey, sealed
from intervisie.common.models import DataKey, DestroyedKey
from tests.common.shelf import Page, Story

SECRET = "Ik schaamde me tegenover meneer De Vries ☕"
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=300)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=10)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def raw(model, column, pk):
    with connection.cursor() as cursor:
        asked = f'SELECT "{column}" FROM {model._meta.db_table} WHERE id = %s'  # noqa: S608 (names of our own)
        cursor.execute(asked, [pk])
        value = cursor.fetchone()[0]
    return None if value is None else bytes(value)


def put(model, column, pk, value):
    with connection.cursor() as cursor:
        changed = f'UPDATE {model._meta.db_table} SET "{column}" = %s WHERE id = %s'  # noqa: S608 (names of our own)
        cursor.execute(changed, [value, pk])


@pytest.fixture
def story(key):
    return Story.objects.create(key=key, text=SECRET, answers={"moeilijk": SECRET})


@MANY
@given(text=TEXT, answers=st.dictionaries(TEXT, JSON))
def test_whatever_is_written_is_read_back(key, text, answers):
    story = Story.objects.create(key=key, text=text, answers=answers)
    again = Story.objects.select_related("key").get(pk=story.pk)
    assert (again.text, again.answers) == (text, answers)


def test_the_database_holds_no_readable_byte_of_it(story):
    stored = raw(Story, "text", story.pk) + raw(Story, "answers", story.pk)
    assert b"schaamde" not in stored
    assert b"Vries" not in stored
    assert stored[1:17] == story.key_id.bytes


def test_it_is_aes_256_gcm_as_anybody_implements_it(story):
    """Opened by hand: 256 bits, a nonce of 96 that is another each time, and the place it belongs to."""
    key, stored = story.key, raw(Story, "text", story.pk)
    opened = encryption.unwrap(key.wrapped, master=key.master, key_id=key.pk, scope=key.scope)
    place = f"{Story._meta.db_table}:text:{story.pk}".encode()
    assert len(opened) == 32
    assert AESGCM(opened).decrypt(stored[17:29], stored[29:], place).decode() == SECRET
    assert len(stored) == 29 + len(SECRET.encode()) + 16


def test_the_same_text_twice_looks_different(key):
    one, two = Story.objects.create(key=key, text=SECRET), Story.objects.create(key=key, text=SECRET)
    assert raw(Story, "text", one.pk)[17:] != raw(Story, "text", two.pk)[17:]


def test_empty_is_null_and_reads_as_empty(key):
    story = Story.objects.create(key=key)
    assert raw(Story, "text", story.pk) is None
    story = Story.objects.get(pk=story.pk)
    assert (story.text, story.answers) == ("", {})


def test_empty_needs_no_key_but_text_does(shelf):
    assert Story.objects.create().text == ""
    with pytest.raises(NoKey) as refused:
        Story.objects.create(text=SECRET)
    assert "schaamde" not in str(refused.value)


# ── bound to its place ──
def test_a_value_copied_to_another_row_does_not_open(story, key):
    other = Story.objects.create(key=key, text="iets anders")
    put(Story, "text", other.pk, raw(Story, "text", story.pk))
    with pytest.raises(CannotOpen) as refused:
        _ = Story.objects.get(pk=other.pk).text
    assert "schaamde" not in str(refused.value)
    assert refused.value.__suppress_context__
    assert not isinstance(refused.value.__cause__, InvalidTag)


def test_a_value_copied_to_another_column_does_not_open(story):
    put(Story, "second", story.pk, raw(Story, "text", story.pk))
    with pytest.raises(CannotOpen):
        _ = Story.objects.get(pk=story.pk).second


def test_a_value_under_another_key_does_not_open(story):
    Story.objects.filter(pk=story.pk).update(key=DataKey.objects.new("case"))
    with pytest.raises(CannotOpen):
        _ = Story.objects.get(pk=story.pk).text


@MANY
@given(place=st.integers(min_value=0), change=st.integers(min_value=1, max_value=255))
def test_a_changed_byte_is_noticed(story, place, change):
    stored = bytearray(raw(Story, "text", story.pk))
    original = bytes(stored)
    stored[place % len(stored)] ^= change
    put(Story, "text", story.pk, bytes(stored))
    with pytest.raises(CannotOpen):
        _ = Story.objects.get(pk=story.pk).text
    put(Story, "text", story.pk, original)


def test_a_copied_instance_is_encrypted_anew_for_its_own_row(story):
    copy = Story.objects.get(pk=story.pk)
    assert (copy.text, copy.answers) == (SECRET, {"moeilijk": SECRET})  # opened
    copy.pk, copy._state.adding = uuid.uuid4(), True
    copy.save(force_insert=True)
    assert Story.objects.get(pk=copy.pk).text == SECRET


def test_a_copied_instance_that_was_never_opened_is_refused_rather_than_spoilt(story):
    copy = Story.objects.get(pk=story.pk)
    copy.pk, copy._state.adding = uuid.uuid4(), True
    with pytest.raises(CannotOpen):
        copy.save(force_insert=True)


# ── queries cannot look inside ──
@pytest.mark.parametrize("lookup", ["text", "text__exact", "text__icontains", "text__in", "answers__moeilijk"])
def test_filtering_is_refused(story, lookup):
    with pytest.raises(FieldError):
        Story.objects.filter(**{lookup: SECRET}).exists()


def test_whether_something_is_written_may_be_asked(story, key):
    Story.objects.create(key=key)
    assert list(Story.objects.filter(text__isnull=False)) == [story]


@pytest.mark.parametrize("value", [SECRET, b"bytes", 3])
def test_update_is_refused(story, value):
    with pytest.raises(NotSearchable) as refused:
        Story.objects.filter(pk=story.pk).update(text=value)
    assert "schaamde" not in str(refused.value)


def test_bulk_update_is_refused(story):
    story.text = "nieuw"
    with pytest.raises(NotSearchable):
        Story.objects.bulk_update([story], ["text"])


def test_values_say_nothing(story):
    [row] = Story.objects.values("text", "answers")
    [flat] = Story.objects.values_list("text", flat=True)
    for value in [*row.values(), flat]:
        assert (str(value), repr(value), f"{value}") == ("<sealed>",) * 3


def test_dumpdata_refuses(story):
    with pytest.raises(NotSearchable):
        serializers.serialize("json", [story])


# ── Django's ways of loading and saving ──
def test_deferred_text_is_fetched_when_read(story, django_assert_num_queries):
    lazy = Story.objects.select_related("key").defer("text").get(pk=story.pk)
    with django_assert_num_queries(1):
        assert lazy.text == SECRET
    with django_assert_num_queries(0):
        assert lazy.text == SECRET


def test_only_the_title_can_be_saved_without_touching_the_text(story):
    slim = Story.objects.only("title").get(pk=story.pk)
    slim.title = "nieuw"
    slim.save()
    assert Story.objects.get(pk=story.pk).text == SECRET


def test_saving_everything_leaves_unopened_text_as_it_was(story):
    before = raw(Story, "text", story.pk)
    again = Story.objects.select_related("key").get(pk=story.pk)
    again.title = "nieuw"
    again.save()
    assert raw(Story, "text", story.pk) == before


def test_update_fields_writes_the_one(story):
    story.text, story.second = "nieuw", "ook nieuw"
    story.save(update_fields=["text"])
    again = Story.objects.get(pk=story.pk)
    assert (again.text, again.second) == ("nieuw", "")


def test_a_changed_json_value_is_saved(story):
    again = Story.objects.get(pk=story.pk)
    again.answers["moeilijk"] = "minder"
    again.save(update_fields=["answers"])
    assert Story.objects.get(pk=story.pk).answers == {"moeilijk": "minder"}


def test_refresh_from_db_brings_what_is_stored(story):
    other = Story.objects.get(pk=story.pk)
    other.text = "nieuw"
    other.save(update_fields=["text"])
    story.refresh_from_db()
    assert story.text == "nieuw"
    story.refresh_from_db(fields=["text"])
    assert story.text == "nieuw"


def test_bulk_create_encrypts(key):
    Story.objects.bulk_create(Story(key=key, text=f"verhaal {number}") for number in range(3))
    assert sorted(story.text for story in Story.objects.select_related("key")) == [
        "verhaal 0",
        "verhaal 1",
        "verhaal 2",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_reading_many_is_one_query(key, count, django_assert_num_queries):
    Story.objects.bulk_create(Story(key=key, text=SECRET) for _number in range(count))
    with django_assert_num_queries(1):
        assert [story.text for story in Story.objects.select_related("key")] == [SECRET] * count


def test_the_key_may_be_that_of_a_related_row(story, django_assert_num_queries):
    page = Page.objects.create(story=story, text=SECRET)
    with django_assert_num_queries(1):
        assert Page.objects.select_related("story__key").get(pk=page.pk).text == SECRET


class StoryForm(forms.ModelForm):
    class Meta:
        model = Story
        fields = ["text", "second", "answers"]


def test_a_form_shows_and_saves_plain_text(story):
    story = Story.objects.get(pk=story.pk)
    form = StoryForm(instance=story)
    assert form.initial["text"] == SECRET
    assert "meneer De Vries" in form.as_p()
    form = StoryForm({"text": "nieuw", "second": "", "answers": '{"a": 1}'}, instance=story)
    assert form.is_valid(), form.errors
    form.save()
    again = Story.objects.get(pk=story.pk)
    assert (again.text, again.second, again.answers) == ("nieuw", "", {"a": 1})


def test_the_longest_text_is_a_rule_of_form_and_model(story):
    form = StoryForm({"text": "x" * 401}, instance=story)
    assert "text" in form.errors
    with pytest.raises(ValidationError):
        Story(key=story.key, text="x" * 401).full_clean(exclude=["id"])


def test_fields_survive_a_migration():
    for field in [*encryption.encrypted_fields(Story), Story._meta.get_field("key"), Page._meta.get_field("text")]:
        _name, path, args, kwargs = field.deconstruct()
        assert path.startswith("intervisie.common.encryption.")
        again = type(field)(*args, **kwargs)
        assert again.deconstruct()[1:] == (path, args, kwargs)
        assert again.null
    assert Page._meta.get_field("text").clone().key == "story.key"


# ── the key goes ──
def test_destroying_the_key_seals_the_row_for_good(story):
    assert not sealed(story)
    story.key.destroy()
    for again in [Story.objects.get(pk=story.pk), Story.objects.select_related("key").get(pk=story.pk)]:
        assert (again.text, again.answers) == ("", {})
        assert sealed(again)
    assert DestroyedKey.objects.get().id == story.key_id


def test_a_sealed_row_can_still_be_saved_and_keeps_its_bytes(story):
    before = raw(Story, "text", story.pk)
    story.key.destroy()
    again = Story.objects.get(pk=story.pk)
    assert again.text == ""
    again.title = "verlopen"
    again.save()
    assert raw(Story, "text", story.pk) == before


def test_nothing_new_is_written_under_a_destroyed_key(story):
    story.key.destroy()
    again = Story.objects.get(pk=story.pk)
    again.text = "nieuw"
    with pytest.raises(NoKey):
        again.save()


def test_destroying_twice_is_harmless(story):
    story.key.destroy()
    story.key.destroy()
    assert DestroyedKey.objects.count() == 1


def test_a_key_destroyed_by_another_process_is_not_read_from_our_memory(story):
    assert Story.objects.get(pk=story.pk).text == SECRET  # the opened key is in memory now
    DataKey.objects.filter(pk=story.key_id).delete()  # as another process would: our memory is not told
    assert Story.objects.get(pk=story.pk).text == ""
    assert Story.objects.select_related("key").get(pk=story.pk).text == ""


def test_destroying_forgets_the_opened_key(story):
    assert Story.objects.get(pk=story.pk).text == SECRET
    assert story.key_id in encryption.open_keys._kept
    story.key.destroy()
    assert story.key_id not in encryption.open_keys._kept


def test_the_memory_of_opened_keys_is_small(key):
    few = OpenKeys(size=3)
    for other in DataKey.objects.several("case", 5):
        few.of(other)
    assert len(few) == 3


def test_opened_keys_are_forgotten_after_a_while(key):
    brief = OpenKeys(seconds=0)
    assert brief.of(key) is not brief.of(key)
    long = OpenKeys()
    assert long.of(key) is long.of(key)


def test_rekey_moves_a_row_to_another_key(story):
    other = DataKey.objects.new("case")
    again = Story.objects.get(pk=story.pk)
    rekey(again, other)
    again.save()
    story.key.destroy()
    assert Story.objects.get(pk=story.pk).text == SECRET


def test_changing_the_key_without_rekey_is_refused(story):
    again = Story.objects.get(pk=story.pk)
    again.key = DataKey.objects.new("case")
    with pytest.raises(CannotOpen):
        again.save()


# ── master keys ──
def secret(name):
    return f"{name}:{base64.b64encode(os.urandom(32)).decode()}"


def test_a_data_key_opens_only_as_what_it_is(key):
    about = {"master": key.master, "key_id": key.pk, "scope": "case"}
    assert len(encryption.unwrap(key.wrapped, **about)) == 32
    for wrong in [{"scope": "person"}, {"key_id": uuid.uuid4()}, {"master": "elsewhere"}]:
        with pytest.raises(CannotOpen):
            encryption.unwrap(key.wrapped, **{**about, **wrong})


def test_the_newest_master_wraps(settings, key):
    settings.FIELD_KEYS = [secret("2"), *settings.FIELD_KEYS]
    assert DataKey.objects.new("person").master == "2"


def test_rewrapping_changes_no_text(settings, story):
    settings.FIELD_KEYS = [secret("2"), *settings.FIELD_KEYS]
    DataKey.objects.get(pk=story.key_id).rewrap()
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert Story.objects.get(pk=story.pk).text == SECRET


@pytest.mark.parametrize("keys", [["no-colon"], ["1:short"], ["1:###"], [], [secret("1"), secret("1")]])
def test_half_configured_master_keys_are_refused_without_being_shown(settings, keys):
    settings.FIELD_KEYS = keys
    with pytest.raises(ImproperlyConfigured) as refused:
        encryption.masters()
    assert all(key.split(":")[-1] not in str(refused.value) for key in keys)
