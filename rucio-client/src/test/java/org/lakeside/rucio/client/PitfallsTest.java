package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What everybody falls into who talks to Rucio, and which test shows that this library does not.
class PitfallsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            401 is also 'you may not'               | FailuresTest.aRefusalIsAMissingPermissionEvenWhenRucioCallsIt401
            no token is 400, not 401                | FailuresTest.aTokenThatIsMissingIsTheAskersMistake
            500 is often the asker's mistake        | RepetitionTest.anErrorOfTheAskerIsNotRepeated
            the class decides, not the status       | FailuresTest.theClassDecidesNotTheStatus
            Infinity in JSON                        | DetailsTest.aQuotaWithoutEndIsNoNumber
            JSON labelled as a web page             | ChangesTest.aRuleIsAskedForInRuciosWords
            dates say UTC                           | RucioDatesTest.bothSpellingsAreUnderstood
            a refreshed token's end is a number     | TokenLoginTest.aRefreshedTokenIsOfTheSamePerson
            filters are Python                      | PythonTextTest.numbersFlagsAndTimesAreThemselves
            'true' in a value is rewritten          | PythonTextTest.whatRucioReadsIsWhatWasMeant
            DELETE of a rule needs a body           | ChangesTest.deletingARuleNeedsABodyAndTakesAnHour
            DELETE of content needs a body          | ChangesTest.takingOutNeedsABody
            a deleted rule is there for an hour     | ChangesTest.deletingARuleNeedsABodyAndTakesAnHour
            limit breaks the list of replicas       | ListsTest.manyDidsAreAskedForAThousandAtATime
            unknown DIDs vanish from bulk answers   | DetailsTest.metadataOfManyComeForThoseThatExist
            unknown DIDs have no parents            | DetailsTest.aNameThatTheServerMayHaveMisreadIsAskedForOnceMore
            files without replicas vanish           | RucioClientIT.bytesBehindTheAddressesAreThoseOfTheCatalogue
            open datasets have no size              | LookTest.anOpenCollectionIsAddedUp
            ignore_duplicate, not ..duplicates      | ChangesTest.whatIsInACollectionAlreadyMayBePutThereAgain
            states go in as letters                 | ChangesTest.theStateOfAReplicaGoesInAsALetter
            states of rules go in as letters        | ChangesTest.rulesAreListedByStateAsALetter
            comment goes in, comments come out      | DetailsTest.rulesSayWhatIsWantedAndHowFarItIs
            a missing slash is a redirection        | RsesTest.rsesSayWhatTheyAreAndWhatMayBeDoneThere
            three ways to read %2F                  | LookTest.aServerThatReadsPathsInAnotherWayIsUnderstood
            names that end like a route             | ListsTest.aNameThatEndsLikeARouteIsAskedForByABetterOne
            206 means 'choose an account'           | LoginTest.aUserOfSeveralAccountsHasToChooseOne
            a list that breaks off                  | FailuresTest.aListThatIsCutHalfWay
            a list that ends within a row           | FailuresTest.aListThatEndsWithinARow
            no limit set means no quota             | WritingIT.anAccountWithoutALimitHasNoQuota
            PUT /replicas is a privilege            | ChangesTest.theStateOfAReplicaIsForAdministratorsOnManyServers
            dots become folders for users only      | PathAlgorithmTest.dotsBecomeFoldersForUsersAndGroupsOnly
            bodies need their length told           | ChangesTest.collectionsAreMadeAllInOneCall
            the header's message is cut             | FailuresTest.theWholeMessageIsTold
            an algorithm of the community's own     | PathAlgorithmTest.aCommunitysOwnAlgorithmIsNotGuessed
            one odd name spoils a bulk answer       | DetailsTest.oneNameThatRucioDoesNotLikeDoesNotSpoilTheOthers
            rows of custom metadata have no type    | ListsTest.rowsWithoutAKindAreLookedUpAndThoseOfAnotherKindLeftOut
            a change may have been heard            | ChangesTest.aChangeThatMayHaveBeenHeardIsNotMadeAgain
            """)
    void itHasATest(String pitfall, String test) throws ClassNotFoundException {
        int dot = test.indexOf('.');
        Class<?> tests = Class.forName(getClass().getPackageName() + "." + test.substring(0, dot));

        Stream<Method> methods = Arrays.stream(tests.getDeclaredMethods());
        assertThat(methods).as(pitfall).extracting(Method::getName).contains(test.substring(dot + 1));
    }

    // Without a test, because this library does not do it:
    // - rows that are bare texts: searches always ask for `long` ones;
    // - /auth/validate, which answers in Python: whoami does as well;
    // - GET /replicas/… with `schemes`, which matches nothing: lists of replicas are always POSTed.
    // Because only Rucio can: that POST /replicas takes contradicting checksums; ReplicaChanges#add says so.
    // Because only time can tell: connections are kept for 4 s, as Rucio's web server closes them after 5 s (Calls).
}
