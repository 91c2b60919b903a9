"""The live room: one page, its parts, and one address per deed."""

from django.urls import path

from sessions.views import (
    room,
    room_boards,
    room_choosing,
    room_coaching,
    room_harvest,
    room_people,
    room_pointer,
    room_writing,
    wall,
)

ROOM = "bijeenkomst/<uuid:pk>/kamer/"

PAGES = {
    "": (room.room, "room"),
    "deel/<slug:of>/": (room.room_part, "room_part"),
    "aantekeningen/": (room.room_notes, "room_notes"),
    "cijfer/": (room.room_score, "room_score"),
    "bewaard/": (room.room_advice, "room_advice"),
    "fluistering/<uuid:whisper>/": (room_coaching.room_whisper, "room_whisper"),
    "modules/": (room.room_modules, "room_modules"),
    "stap/<uuid:step>/": (room.room_peek, "room_peek"),
    "borden/": (room_boards.room_earlier, "room_earlier"),
    "bord/<uuid:card>/": (room_boards.room_piece, "room_piece"),
    "verbinding/": (room.room_token, "room_token"),
}

WALL = {
    "muur/": (wall.room_wall, "room_wall"),
    "muur/code/": (wall.ask_wall, "room_ask_wall"),
    "muur/sluit/": (wall.close_walls, "room_close_walls"),
    "muur/zet-neer/": (wall.seat_other, "room_seat_other"),
    "muur/haal-weg/": (wall.unseat_other, "room_unseat_other"),
}

POINTER = {
    "kom-binnen/": (room_pointer.sit, "room_sit"),
    "begin/": (room_pointer.begin, "room_begin"),
    "verder/": (room_pointer.advance, "room_advance"),
    "overslaan/": (room_pointer.skip, "room_skip"),
    "terug/": (room_pointer.undo, "room_undo"),
    "tijd-erbij/": (room_pointer.extend, "room_extend"),
    "pauze/": (room_pointer.pause, "room_pause"),
    "hervat/": (room_pointer.resume, "room_resume"),
    "plan/": (room_pointer.replan, "room_replan"),
    "plan/terug/": (room_pointer.plan_back, "room_plan_back"),
    "sluit/": (room_pointer.close, "room_close"),
}

PEOPLE = {
    "klaar/": (room_people.ready, "room_ready"),
    "meer-tijd/": (room_people.more_time, "room_more_time"),
    "beurt/": (room_people.turn, "room_turn"),
    "ronde/nog-een/": (room_people.go_round_again, "room_round_again"),
    "ronde/minst-eerst/": (room_people.least_first, "room_round_least"),
    "leiding/geef/": (room_people.offer_lead, "room_offer_lead"),
    "leiding/antwoord/": (room_people.answer_lead, "room_answer_lead"),
    "leiding/trek-terug/": (room_people.withdraw_lead, "room_withdraw_lead"),
    "leiding/neem/": (room_people.take_lead, "room_take_lead"),
    "leiding/vraag/": (room_people.ask_lead, "room_ask_lead"),
    "leiding/zolang/": (room_people.stand_in, "room_stand_in"),
    "leiding/plan/": (room_people.plan_lead, "room_plan_lead"),
    "rol/": (room_people.role, "room_role"),
    "begeleider/": (room_coaching.intervene, "room_intervene"),
    "fluister/": (room_coaching.whisper, "room_whisper_say"),
    "fluistering/<uuid:whisper>/gelezen/": (room_coaching.heard, "room_whisper_heard"),
    "liever-rustig/": (room_people.calm_please, "room_calm_please"),
    "op-afstand/": (room_people.at_distance, "room_at_distance"),
    "stop/": (room_people.stop, "room_stop"),
    "rust/": (room_people.rest, "room_rest"),
    "rust-voorbij/": (room_people.calm_over, "room_calm_over"),
    "verlaat/": (room_people.leave, "room_leave"),
}

WRITING = {
    "kaart/": (room_writing.contribute, "room_contribute"),
    "kaart/<uuid:card>/verander/": (room_writing.change, "room_change"),
    "kaart/<uuid:card>/weg/": (room_writing.take_away, "room_take_away"),
    "kaart/<uuid:card>/kies/": (room_writing.mark, "room_mark"),
    "kaart/<uuid:card>/leg-neer/": (room_writing.release_parked, "room_release_parked"),
    "open/": (room_writing.open_gifts, "room_open_gifts"),
    "bewaard/antwoord/": (room_writing.open_parked, "room_open_parked"),
    "cijfer/geef/": (room_writing.score, "room_score_give"),
    "cijfer/deel/": (room_writing.share_score, "room_share_score"),
    "aantekening/": (room_writing.note, "room_note"),
    "aantekening/<uuid:note>/geef/": (room_writing.give_note, "room_give_note"),
    "aantekening/<uuid:note>/wis/": (room_writing.erase_note, "room_erase_note"),
}

CHOOSING = {
    "andere-vraag/": (room_choosing.another_question, "room_another_question"),
    "eigen-vraag/": (room_choosing.own_question, "room_own_question"),
    "eigen-vraag/niet-meer/": (room_choosing.forget_own_question, "room_forget_own_question"),
    "vorm/": (room_choosing.choose_way, "room_choose_way"),
    "casus/": (room_choosing.choose_case, "room_choose_case"),
    "casus/stip/": (room_choosing.dot, "room_dot"),
    "casus/stippen-open/": (room_choosing.open_dots, "room_open_dots"),
    "casus/hardop/": (room_choosing.bring_aloud, "room_bring_aloud"),
    "casus/volgende/": (room_choosing.next_case, "room_next_case"),
    "casus/stop/": (room_choosing.stop_case, "room_stop_case"),
    "vraag/": (room_choosing.word_question, "room_word_question"),
    "werkvorm/iedereen/": (room_choosing.everyone_brings, "room_everyone_brings"),
    "werkvorm/": (room_choosing.choose_method, "room_choose_method"),
    "module/": (room_choosing.choose_module, "room_choose_module"),
    "werkvorm/verras/": (room_choosing.surprise, "room_surprise"),
}

BOARDS = {
    "bord/<uuid:card>/leg/": (room_boards.place, "room_place"),
    "bord/<uuid:card>/zeg/": (room_boards.say, "room_say"),
    "bord/<uuid:card>/verbind/": (room_boards.join, "room_join"),
    "bord/verder/": (room_boards.go_on_with_pair, "room_pair"),
    "bord/neem-mee/": (room_boards.carry_over, "room_carry_over"),
}

HARVEST = {
    "voornemen/": (room_harvest.commit, "room_commit"),
    "paste/": (room_harvest.say_fit, "room_fit"),
    "voornemen/<uuid:commitment>/deel/": (room_harvest.share, "room_share"),
    "voornemen/<uuid:commitment>/houd/": (room_harvest.unshare, "room_unshare"),
    "voornemen/<uuid:commitment>/wis/": (room_harvest.drop_commitment, "room_drop_commitment"),
    "voornemen/<uuid:commitment>/terugblik/": (room_harvest.look_back, "room_look_back"),
    "volgende-keer/": (room_harvest.plan_next, "room_plan_next"),
}

urlpatterns = [
    path(ROOM + address, view, name=name)
    for table in (PAGES, WALL, POINTER, PEOPLE, WRITING, CHOOSING, BOARDS, HARVEST)
    for address, (view, name) in table.items()
]
