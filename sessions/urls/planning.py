from django.urls import path

from sessions.views import calendars, planning

urlpatterns = [
    path("groep/<uuid:pk>/plannen/", planning.schedule, name="schedule"),
    path("bijeenkomst/<uuid:pk>/", planning.session, name="session"),
    path("bijeenkomst/<uuid:pk>/kom-je/", planning.answer, name="answer"),
    path("bijeenkomst/<uuid:pk>/verplaatsen/", planning.reschedule, name="reschedule"),
    path("bijeenkomst/<uuid:pk>/afzeggen/", planning.cancel, name="cancel"),
    path("bijeenkomst/<uuid:pk>/agenda.ics", calendars.session_ics, name="session_ics"),
    path("kom-je/<str:token>/", calendars.rsvp, name="rsvp"),
    path("agenda/", calendars.feed, name="feed"),
    path("agenda/maken/", calendars.start_feed, name="start_feed"),
    path("agenda/stoppen/", calendars.stop_feed, name="stop_feed"),
    path("agenda/<str:token>.ics", calendars.feed_ics, name="feed_ics"),
]
