"""Coming in and staying in charge of one's account, in a real Chromium: every page read by axe, light and dark."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from groups import actions
from groups.models import User
from intervisie.common.delivery import drain

PASSWORD, OTHER = "een lange zin om te onthouden", "een heel andere zin dan eerst"


@pytest.fixture
def with_password(bas):
    bas.set_password(PASSWORD)
    bas.save(update_fields=["password"])
    return bas


@pytest.fixture
def look(check_axe):
    """Read the page as it stands in light and in dark, and see that nothing stands beside it."""

    def read(page):
        check_axe(page)
        beside = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beside <= 0, page.url
        return page

    return read


def code_in(letter):
    return re.search(r"^([A-Z0-9][A-Z0-9-]{4,})$", letter.body, re.MULTILINE).group(1)


def link_in(letter):
    return re.search(r"http://localhost\S+", letter.body).group(0)


def follow(page, leading):
    """Press what leads to another page, and wait until that is there."""
    with page.expect_navigation():
        leading.click()


def title(page, words):
    expect(page.get_by_role("heading", level=1, name=words, exact=True)).to_be_visible()


def by_password(page, email, password=PASSWORD):
    page.goto(reverse("account_login"))
    page.get_by_text("Liever met een wachtwoord").click()
    form = page.locator("#by-password")
    form.get_by_label("Je e-mailadres").fill(email)
    form.get_by_label("Je wachtwoord").fill(password)
    form.get_by_role("button", name="Log in").click()


def app_code(user):
    """What the app on the phone shows now."""
    secret = user.authenticator_set.get(type="totp").wrap().secret if isinstance(user, User) else user
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


# ── the first time ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("width", "javascript"), [(390, True), (1280, False)])
def test_from_the_invitation_to_the_group(open_page, look, group, anna, width, javascript):
    actions.invite(group, ["merel@voorbeeld.nl"], by=anna)
    drain()
    page = open_page(width=width, javascript=javascript)
    read = look if javascript else lambda one: one
    page.goto(link_in(mail.outbox[-1]))
    read(page)
    page.get_by_role("link", name="Ik ben hier nieuw").click()
    read(page)
    page.get_by_label("Hoe heet je?").fill("Merel Vos")
    page.get_by_label("Een wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Maak mijn account").click()
    title(page, "Kom je bij ‘Jeugdzorg Noord’?")
    page.get_by_label("Nee, niemand").check()
    page.get_by_role("button", name="Ik doe mee").click()
    page.wait_for_url("**/groep/**")
    merel = User.objects.get(email="merel@voorbeeld.nl")
    assert (merel.name, merel.check_password(PASSWORD)) == ("Merel Vos", True)
    assert EmailAddress.objects.get(user=merel).verified


def test_without_an_invitation_there_is_no_account(open_page, look):
    page = open_page(width=390)
    page.goto(reverse("account_signup"))
    title(page, "Je komt binnen met een uitnodiging")
    assert not page.get_by_label("Hoe heet je?").count()
    look(page)


# ── in by code ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("javascript", [True, False])
def test_in_by_code(open_page, look, bas, javascript):
    page = open_page(width=390, javascript=javascript)
    page.goto(reverse("account_login"))
    if javascript:
        look(page)
    page.locator("#code-email").fill(bas.email)
    page.get_by_role("button", name="Mail me een code").click()
    title(page, "Vul je code in")
    if javascript:
        look(page)
    page.get_by_label("De code uit je mail").fill(code_in(mail.outbox[-1]).lower())
    page.get_by_role("button", name="Verder").click()
    page.wait_for_url("**/vandaag/")


def test_a_wrong_code_thrice_and_then_a_new_one(open_page, look, bas):
    page = open_page()
    page.goto(reverse("account_login"))
    page.locator("#code-email").fill(bas.email)
    page.get_by_role("button", name="Mail me een code").click()
    right = code_in(mail.outbox[-1])
    for _try in range(2):
        page.get_by_label("De code uit je mail").fill("AAAA-2222")
        page.get_by_role("button", name="Verder").click()
        expect(page.locator("#code-form").get_by_text("Deze code klopt niet.").first).to_be_visible()
        look(page)
    page.get_by_label("De code uit je mail").fill("AAAA-2222")
    page.get_by_role("button", name="Verder").click()
    title(page, "Inloggen met een code")
    expect(page.get_by_text("Dat waren veel pogingen. Vraag een nieuwe code")).to_be_visible()
    look(page)
    page.goto(reverse("account_confirm_login_code"))
    title(page, "Inloggen met een code")  # the code that was right is worth nothing any more
    page.get_by_label("Je e-mailadres").fill(bas.email)
    page.get_by_role("button", name="Mail me een code").click()
    assert code_in(mail.outbox[-1]) != right
    page.get_by_label("De code uit je mail").fill(code_in(mail.outbox[-1]))
    page.get_by_role("button", name="Verder").click()
    page.wait_for_url("**/vandaag/")


def test_an_unknown_address_looks_the_same(open_page, bas):
    said = []
    for address in (bas.email, "niemand@voorbeeld.nl"):
        page = open_page()
        for start, button in (("account_login", "Mail me een code"), ("account_reset_password", "Mail het me")):
            page.goto(reverse(start))
            page.locator("#code-email, input[name=email]").first.fill(address)
            page.get_by_role("button", name=button).click()
            page.wait_for_url(lambda url, start=start: not url.endswith(reverse(start)))
            said.append((page.url, page.locator("main").inner_text().replace(address, "…")))
    assert said[:2] == said[2:]


# ── a password ─────────────────────────────────────────────────────────────────────────────────────
def test_in_by_password_and_out(open_page, look, with_password):
    page = open_page(width=390)
    by_password(page, with_password.email, "mis")
    expect(page.get_by_text("Dit adres en dit wachtwoord horen niet bij elkaar.").first).to_be_visible()
    look(page)
    by_password(page, with_password.email)
    page.wait_for_url("**/vandaag/")
    page.goto(reverse("account_logout"))
    look(page)
    page.get_by_role("button", name="Log uit").click()
    page.wait_for_url(re.compile(r"localhost:\d+/$"))
    page.goto(reverse("home"))
    title(page, "Inloggen")


def test_a_new_password_by_mail(open_page, look, with_password):
    elsewhere = open_page(with_password)
    elsewhere.goto(reverse("me"))
    page = open_page(width=390)
    page.goto(reverse("account_reset_password"))
    look(page)
    page.get_by_label("Je e-mailadres").fill(with_password.email)
    page.get_by_role("button", name="Mail het me").click()
    title(page, "Kijk in je mail")
    look(page)
    link = link_in(mail.outbox[-1])
    page.goto(link)
    look(page)
    assert "password/reset/key/" not in page.url or "set-password" in page.url  # the key has left the address
    page.locator("input[type=password]").first.fill("kort")
    page.locator("input[type=password]").last.fill("kort")
    page.get_by_role("button", name="Bewaar mijn wachtwoord").click()
    expect(page.locator(".error-summary, .invalid-feedback").first).to_be_visible()
    look(page)
    page.locator("input[type=password]").first.fill(OTHER)
    page.locator("input[type=password]").last.fill(OTHER)
    page.get_by_role("button", name="Bewaar mijn wachtwoord").click()
    title(page, "Je wachtwoord is veranderd")
    look(page)
    assert mail.outbox[-1].subject == "Je wachtwoord is veranderd"
    elsewhere.goto(reverse("me"))
    title(elsewhere, "Inloggen")  # whoever was in with the old one is out
    page.goto(link)
    title(page, "Deze link is verlopen")
    look(page)
    by_password(page, with_password.email, OTHER)
    page.wait_for_url("**/vandaag/")


def test_choosing_and_changing_a_password(open_page, look, bas):
    page = open_page(bas, width=390)
    page.goto(reverse("me"))
    follow(page, page.get_by_role("link", name="Kies er een"))
    look(page)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.get_by_role("button", name="Bewaar mijn wachtwoord").click()
    page.wait_for_url("**/ik/")
    follow(page, page.locator("li", has_text="Wachtwoord").get_by_role("link", name="Wijzig"))
    look(page)
    old, *new = page.locator("input[type=password]").all()
    old.fill("niet goed")
    for field in new:
        field.fill(OTHER)
    page.get_by_role("button", name="Verander mijn wachtwoord").click()
    expect(page.locator(".error-summary, .invalid-feedback").first).to_be_visible()
    look(page)
    old, *new = page.locator("input[type=password]").all()
    old.fill(PASSWORD)
    for field in new:
        field.fill(OTHER)
    page.get_by_role("button", name="Verander mijn wachtwoord").click()
    page.wait_for_url("**/ik/")  # still in, here
    bas.refresh_from_db()
    assert bas.check_password(OTHER)


# ── the address ────────────────────────────────────────────────────────────────────────────────────
def test_another_address(open_page, look, bas):
    page = open_page(bas, width=390)
    page.goto(reverse("account_email"))
    look(page)
    page.get_by_label("Je nieuwe e-mailadres").fill("Bas@Nieuw.example")
    page.get_by_role("button", name="Verander mijn adres").click()
    title(page, "Bevestig je e-mailadres")
    look(page)
    bas.refresh_from_db()
    assert bas.email == "bas@example.org"  # not before it is confirmed
    letter = mail.outbox[-1]
    assert letter.to == ["bas@nieuw.example"]
    page.get_by_label("De code uit je mail").fill(code_in(letter))
    page.get_by_role("button", name="Verder").click()
    page.wait_for_url("**/account/email/")
    expect(page.get_by_text("bas@nieuw.example").first).to_be_visible()
    look(page)
    bas.refresh_from_db()
    assert bas.email == "bas@nieuw.example"
    assert list(EmailAddress.objects.filter(user=bas).values_list("email", "verified", "primary")) == [
        ("bas@nieuw.example", True, True)
    ]
    told = [one.to for one in mail.outbox if one.subject == "Je e-mailadres is veranderd"]
    assert ["bas@example.org"] in told  # who owned the old one hears it


def test_an_address_of_somebody_else_is_not_told_apart(open_page, bas, chris):
    page = open_page(bas)
    said = []
    for address in (chris.email, "vrij@voorbeeld.nl"):
        page.goto(reverse("account_email"))
        page.get_by_label("Je nieuwe e-mailadres").fill(address)
        page.get_by_role("button", name="Verander mijn adres").click()
        title(page, "Bevestig je e-mailadres")
        said.append(page.locator("main").inner_text().replace(address, "…"))
        page.context.clear_cookies(name="nothing")
    assert said[0] == said[1]
    assert User.objects.get(pk=chris.pk).email == chris.email


# ── two steps ──────────────────────────────────────────────────────────────────────────────────────
def confirmed(page):
    """allauth asks for the password again before it touches the ways in."""
    if "reauthenticate" in page.url:
        page.get_by_label("Je wachtwoord").fill(PASSWORD)
        page.get_by_role("button", name="Verder").click()
        page.wait_for_url(lambda url: "reauthenticate" not in url)


def test_an_app_with_codes_on_and_off(open_page, look, with_password):
    page = open_page(with_password, width=390)
    page.goto(reverse("mfa_index"))
    look(page)
    follow(page, page.get_by_role("link", name="Koppel een app"))
    look(page)
    confirmed(page)
    look(page)
    secret = page.locator("#authenticator_secret").input_value()
    page.get_by_label("De code van je app").fill("000000")
    page.get_by_role("button", name="Zet het aan").click()
    expect(page.locator(".error-summary, .invalid-feedback").first).to_be_visible()
    look(page)
    assert page.locator("#authenticator_secret").input_value() == secret  # what was scanned still holds
    page.get_by_label("De code van je app").fill(app_code(secret))
    page.get_by_role("button", name="Zet het aan").click()
    page.wait_for_url("**/recovery-codes/")
    look(page)
    codes = page.locator("#recovery_codes li").all_inner_texts()
    assert len(codes) == 10
    assert mail.outbox[-1].subject in ("Inloggen in twee stappen staat aan", "Nieuwe herstelcodes")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Bewaar als bestand").click()
    assert codes[0] in saved.value.path().read_text()

    # in with a code of the app, and another time with one from paper
    other = open_page(width=390)
    by_password(other, with_password.email)
    title(other, "Nog één stap")
    assert not other.get_by_role("button", name="Gebruik je toegangssleutel").count()  # there is none
    look(other)
    other.get_by_label("Code", exact=True).fill("000000")
    other.get_by_role("button", name="Log in").click()
    expect(other.get_by_text("Deze code klopt niet").first).to_be_visible()
    look(other)
    other.get_by_label("Code", exact=True).fill(codes[3])
    other.get_by_role("button", name="Log in").click()
    other.wait_for_url("**/vandaag/")
    used = open_page()
    by_password(used, with_password.email)
    used.get_by_label("Code", exact=True).fill(codes[3])
    used.get_by_role("button", name="Log in").click()
    expect(used.get_by_text("Deze code klopt niet").first).to_be_visible()  # good for one time

    page.goto(reverse("mfa_index"))
    look(page)
    follow(page, page.get_by_role("link", name="Maak nieuwe codes"))
    look(page)
    page.get_by_role("button", name="Maak nieuwe codes").click()
    page.wait_for_url("**/recovery-codes/")
    assert page.locator("#recovery_codes li").first.inner_text() not in codes
    page.goto(reverse("mfa_index"))
    page.get_by_role("link", name="Zet uit").click()
    confirmed(page)
    look(page)
    page.get_by_role("button", name="Zet het uit").click()
    page.wait_for_url("**/2fa/")
    assert not Authenticator.objects.filter(user=with_password).exists()
    out = open_page()
    by_password(out, with_password.email)
    out.wait_for_url("**/vandaag/")


def test_in_with_the_code_of_the_app(open_page, with_password):
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    page = open_page(with_password, javascript=False)
    page.goto(reverse("mfa_activate_totp"))
    confirmed(page)
    secret = page.locator("#authenticator_secret").input_value()
    page.get_by_label("De code van je app").fill(app_code(secret))
    page.get_by_role("button", name="Zet het aan").click()
    page.wait_for_url("**/recovery-codes/")
    from django.core.cache import cache  # noqa: PLC0415

    cache.clear()  # the code that switched it on may not be used again; a minute has passed
    other = open_page(javascript=False)
    by_password(other, with_password.email)
    other.get_by_label("Code", exact=True).fill(app_code(secret))
    other.get_by_role("button", name="Log in").click()
    other.wait_for_url("**/vandaag/")


@pytest.fixture
def finger():
    """A device that knows its owner: Chromium's virtual authenticator."""

    def put(page):
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    return put


def test_a_passkey_made_used_and_taken_away(open_page, look, finger, with_password):
    page = open_page(with_password, width=390)
    finger(page)
    page.goto(reverse("mfa_index"))
    page.get_by_role("link", name="Maak een toegangssleutel").click()
    confirmed(page)
    look(page)
    page.get_by_label("Hoe noem je hem?").fill("mijn telefoon")
    page.get_by_label("Hiermee wil ik inloggen zonder iets anders").check()
    page.get_by_role("button", name="Maak hem nu").click()
    page.wait_for_url(lambda url: "webauthn/add" not in url)
    key = Authenticator.objects.get(user=with_password, type="webauthn")
    assert key.wrap().name == "mijn telefoon"
    page.goto(reverse("mfa_list_webauthn"))
    look(page)
    # out, and in with nothing but the finger
    page.goto(reverse("account_logout"))
    page.get_by_role("button", name="Log uit").click()
    page.wait_for_url(re.compile(r"localhost:\d+/$"))
    page.goto(reverse("account_login"))
    look(page)
    page.get_by_role("button", name="Gebruik je toegangssleutel").click()
    page.wait_for_url("**/vandaag/")
    # another name, then away
    page.goto(reverse("mfa_list_webauthn"))
    follow(page, page.get_by_role("link", name="Andere naam"))
    look(page)
    confirmed(page)
    look(page)
    page.get_by_label("Hoe noem je hem?").fill("oude telefoon")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("oude telefoon")).to_be_visible()
    follow(page, page.get_by_role("link", name="Haal weg"))
    look(page)
    page.get_by_role("button", name="Haal weg").click()
    expect(page.get_by_text("Je hebt nog geen toegangssleutel.")).to_be_visible()
    look(page)
    assert not Authenticator.objects.filter(user=with_password, type="webauthn").exists()
    assert mail.outbox[-1].subject == "Een toegangssleutel weg"


def test_a_device_that_says_no_is_said_in_words(open_page, look, finger, with_password):
    page = open_page(with_password, width=390)
    device, number = finger(page)
    device.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    page.goto(reverse("mfa_add_webauthn"))
    confirmed(page)
    page.get_by_label("Hiermee wil ik inloggen zonder iets anders").check()
    page.get_by_label("Hoe noem je hem?").fill("mijn telefoon")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Je apparaat gaf geen toegangssleutel.")).to_be_visible()
    assert page.get_by_label("Hoe noem je hem?").input_value() == "mijn telefoon"
    look(page)
    assert not Authenticator.objects.filter(type="webauthn").exists()


# ── everywhere else ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("javascript", [True, False])
def test_out_everywhere_but_here(open_page, bas, chris, javascript):
    here, phone, other = open_page(bas, javascript=javascript), open_page(bas), open_page(chris)
    for one in (here, phone, other):
        one.goto(reverse("me"))
    here.get_by_role("button", name="Log daar uit").click()
    expect(here.get_by_text("Je bent op alle andere apparaten uitgelogd.")).to_be_visible()
    phone.goto(reverse("me"))
    title(phone, "Inloggen")
    other.goto(reverse("me"))
    title(other, "Chris de Wit")
    assert Session.objects.count() >= 2


def test_the_language_is_kept(open_page, look, with_password):
    page = open_page(width=390)
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="English").click()
    title(page, "Sign in")
    look(page)
    page.goto("/")
    assert page.evaluate("document.documentElement.lang") == "en"
    with_password.language = "en"
    with_password.save(update_fields=["language"])
    page = open_page(with_password, language="nl")
    for name in ("me", "mail_choices", "my_data", "erase_account", "account_email", "mfa_index"):
        page.goto(reverse(name))
        assert page.evaluate("document.documentElement.lang") == "en"
        look(page)


# ── one's own things ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("javascript", [True, False])
def test_which_mails_and_one_click(open_page, look, bas, javascript):
    page = open_page(bas, width=390, javascript=javascript)
    page.goto(reverse("mail_choices"))
    if javascript:
        look(page)
    page.get_by_label("Peilingen").uncheck()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Bewaard. Zo mailen we je voortaan.")).to_be_visible()
    expect(page.get_by_label("Peilingen")).not_to_be_checked()
    if javascript:
        look(page)


def test_the_link_under_a_mail(open_page, look, eyes, bas):
    from groups.tokens import unsubscribe_token  # noqa: PLC0415

    eyes.expects("404")
    page = open_page(width=390)
    page.goto(reverse("unsubscribe", args=[unsubscribe_token(bas.pk, "pulse")]))
    look(page)
    page.get_by_role("button", name="Stuur ze me niet meer").click()
    title(page, "Je krijgt ze niet meer")
    look(page)
    page.get_by_role("button", name="Toch wel").click()
    title(page, "Je krijgt ze weer")
    look(page)
    page.goto(reverse("unsubscribe", args=["afgebroken"]))
    title(page, "Deze link werkt niet (meer)")
    look(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_taking_along_and_going(open_page, look, bas, javascript):
    page = open_page(bas, width=390, javascript=javascript)
    page.goto(reverse("my_data"))
    if javascript:
        look(page)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Om te lezen").click()
    assert saved.value.suggested_filename == "intervisie.txt"
    assert "Bas Hoekstra" in saved.value.path().read_text()
    page.get_by_role("link", name="Lees wat er dan gebeurt").click()
    if javascript:
        look(page)
    page.get_by_label("Haal het weg").check()
    page.get_by_label("Ik weet dat dit niet terug te draaien is").check()
    page.get_by_role("button", name="Verwijder mijn account").click()
    page.wait_for_url(re.compile(r"localhost:\d+/$"))
    expect(page.get_by_text("Je account is weg.")).to_be_visible()
    assert User.objects.get(pk=bas.pk).erased_at


# ── too often ──────────────────────────────────────────────────────────────────────────────────────
def test_too_often_is_said_in_words(open_page, look, eyes, settings, bas):
    eyes.expects("429")
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "reset_password": "1/m/ip"}
    page = open_page(width=390)
    for _time in range(2):
        page.goto(reverse("account_reset_password"))
        page.get_by_label("Je e-mailadres").fill(bas.email)
        page.get_by_role("button", name="Mail het me").click()
    title(page, "Even rustig aan")
    look(page)


# ── a coordinator's people ─────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("width", [390, 1280])
def test_a_coordinator_asks_another_who_comes_in(open_page, look, coen, anna, organisation, other_group, width):
    page = open_page(coen, width=width)
    page.goto(reverse("coordinator"))
    follow(page, page.get_by_role("link", name="Begeleiders"))
    look(page)
    page.get_by_role("button", name=re.compile("Wijs aan.*Wijkteam Zuid")).click()
    expect(page.get_by_text("Anna Verbeek begeleidt nu Wijkteam Zuid.")).to_be_visible()
    page.get_by_label("E-mailadres").fill("ria@voorbeeld.nl")
    page.get_by_label("coördinator").check()
    page.get_by_role("button", name="Verstuur de uitnodiging").click()
    expect(page.get_by_text("ria@voorbeeld.nl", exact=True)).to_be_visible()
    look(page)
    follow(page, page.get_by_role("link", name="Bekijk en verander"))
    look(page)
    page.goto(reverse("end_role", args=[organisation.pk, organisation.roles.get(user=anna).pk]))
    look(page)
    drain()
    (letter,) = (one for one in mail.outbox if one.to == ["ria@voorbeeld.nl"])
    new = open_page(width=width)
    new.goto(link_in(letter))
    look(new)
    new.get_by_role("link", name="Ik ben hier nieuw").click()
    new.get_by_label("Hoe heet je?").fill("Ria Bos")
    follow(new, new.get_by_role("button", name="Maak mijn account"))
    look(new)
    new.get_by_role("button", name="Ja, dat doe ik").click()
    new.wait_for_url("**/coordinatie/")
    look(new)
    assert organisation.roles.filter(role="coordinator", user__email="ria@voorbeeld.nl").exists()
