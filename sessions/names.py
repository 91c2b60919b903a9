"""Words for the privacy hints: common first names, places, and capitals that are neither. Data, no logic.

Short on purpose: a capital in the middle of a sentence is found without a list. The lists serve for the first word of a
sentence, and to tell a place from a person. All in lower case.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FIRST_NAMES = _words(
    """
    ahmed aisha albert alex ali alice amber amina amy andrea andré anita anja anke anna anne annelies annemiek
    anouk anton arie arjan arno astrid bart bas bea bert bianca bob bram brenda britt bruno caroline carla cees
    charlotte chris christa christine claire claudia cor corrie daan daniel danny david debbie dennis derk diana
    dick dirk dora dorien eddy edith edwin eefje elif elise ella ellen els elsa emma emiel emma eric erik ernst
    esmee esra esther eva evelien evert fatima fatma fenna ferdi femke fleur floor floris frank frans fred frits
    gea geert gerard gerrit gert gijs greet guus hanna hannah hanneke hans harm harry hasan hassan heidi helen
    henk henny herman hilda hugo ibrahim ilse inge ingrid irene iris ivo jaap jack jacob jacqueline jan janna
    janneke jannie jasmijn jasper jeanet jelle jeroen jesse jet joanna job joep johan johanna john joke jolanda
    jonas jop joris jos jozef judith julia jurgen karel karen karin karim kees kelly kevin khalid kim klaas koen
    koos laila lara lars laura leen leila lena leo leon leonie leyla lia lianne lieke lies liesbeth linda lisa
    loes lotte louise luc lucas luuk lydia maaike maarten machteld madelief mandy manon marcel margriet maria
    marian marie marieke marije marijke marion mark marleen marloes marlies martijn martin mathijs maud mees
    mehmet melissa merel meryem michael michel mieke mila milan mirjam mohamed mohammed monique mustafa myrthe
    nadia naomi natasja nico nicole niels nienke nina noa noah noor noortje nora olga omar oscar patricia
    patrick paul paula peter petra piet pieter pim quinten rachel rachid ramon raoul rashid rebecca regina rein
    remco rené renske rianne richard rick rik rita rob robert robin roel roos rosa ruben rutger ruth ruud saar
    sabine sam samir samira sander sandra sanne sara sarah saskia selma sem sharon sietske sigrid silvia simon
    simone sjoerd sonja sophie stefan stijn suzanne sven sylvia tamara tanja tara tessa theo thijs thomas tijn
    tim tineke tobias tom ton toon truus ursula vera veronique victor vincent walter wendy wessel wiebe wil
    willeke willem wilma wim wouter yara yasmin yasmina yusuf yvonne zahra zeynep zoë
    """
)

PLACES = _words(
    """
    aalsmeer alkmaar almelo almere alphen amersfoort amstelveen amsterdam antwerpen apeldoorn appingedam arnhem
    assen barneveld bergen beverwijk boxtel breda brugge brussel bunnik bussum castricum culemborg delft
    delfzijl deventer diemen doetinchem dokkum dordrecht drachten drenthe ede eindhoven elburg emmeloord emmen
    enkhuizen enschede epe ermelo etten flevoland friesland geleen gelderland gent goes gorinchem gouda
    groningen haarlem hardenberg harderwijk hasselt heemstede heerenveen heerhugowaard heerlen hellevoetsluis
    helmond hengelo hilversum hoofddorp hoogeveen hoogezand hoorn houten huizen ijmuiden kampen katwijk kerkrade
    leek leerdam leeuwarden leiden lelystad leuven limburg lisse londen maarssen maassluis maastricht mechelen
    meppel middelburg naarden nieuwegein nijkerk nijmegen noordwijk oldenzaal oosterhout oss oudewater
    overijssel papendrecht purmerend putten raalte rhenen ridderkerk rijssen rijswijk roermond roosendaal
    rotterdam schagen schiedam sittard sneek soest spijkenisse stadskanaal steenwijk terneuzen tiel tilburg uden
    uithoorn urk utrecht valkenswaard veendam veenendaal veghel veldhoven velp velsen venlo venray vianen
    vlaardingen vlissingen volendam voorburg voorschoten vught waalwijk wageningen wassenaar weert weesp
    winschoten winterswijk woerden zaandam zaltbommel zandvoort zeeland zeewolde zeist zevenaar zoetermeer
    zutphen zwijndrecht zwolle london berlin paris
    """
)

NOT_NAMES = _words(
    """
    ik je jij u i we wij het de een in op met en of maar als dan toen hoe wat waarom wie waar wanneer the a an
    my our maandag dinsdag woensdag donderdag vrijdag zaterdag zondag monday tuesday wednesday thursday friday
    saturday sunday nederland nederlands nederlandse belgië belgisch vlaams vlaanderen duitsland duits duitse
    engels engelse frans franse europa europees europese dutch english german french europe european britain
    british turks turkse marokkaans marokkaanse syrisch syrische pools poolse arabisch arabische oekraïens
    oekraïense god kerst pasen pinksteren ramadan sinterklaas christmas easter teams zoom outlook word excel
    whatsapp google microsoft internet
    """
)

WORKPLACES = _words(
    """
    jeugdzorg jeugdhulp wijkteam gemeente raad veilig thuis ggz ggd mbo hbo vo po zorg school ouderavond
    intervisie
    """
)
