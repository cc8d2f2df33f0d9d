package org.lakeside.server.lake.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lakeside.rucio.client.SearchQuery;
import org.lakeside.rucio.client.SearchType;

/// Where is looked for a name without a scope.
class SearchScopesTest extends SearchInMemory {
    private static final Search.Wanted NAME = new Search.Wanted("lake", "name", SearchType.ALL);

    @Test
    void laterScopesAreAskedOnlyForWhatIsStillWanted() {
        catalogue.scopes.addAll(List.of("a", "b", "c"));
        catalogue.byScope.put("a", rows("a", 4));
        catalogue.byScope.put("b", rows("b", 20));

        var found = search.first(NAME, 10);

        assertThat(catalogue.searches).extracting(SearchQuery::limit).containsExactly(11, 7);
        assertThat(found.page().rows()).hasSize(10);
        assertThat(found.page().cursor()).isPresent();
    }

    @Test
    void whoHasMoreScopesThanTheFirstPageLooksIntoIsToldThatThereIsMore() {
        IntStream.range(0, 25).forEach(number -> catalogue.scopes.add("scope" + number));
        catalogue.byScope.put("scope7", rows("scope7", 3));
        catalogue.byScope.put("scope24", rows("scope24", 1));

        var found = search.first(NAME, 10);

        assertThat(found.page().rows()).hasSize(3);
        assertThat(catalogue.searches).hasSize(20);
        assertThat(search.next(NAME, 10, found.page().cursor().orElseThrow())
                        .page()
                        .rows())
                .extracting(row -> row.did().scope())
                .containsExactly("scope24");
    }

    @Test
    void theScopesOfOthersComeBehindOnesOwn() {
        catalogue.scopes.add("user.jdoe");
        catalogue.byScope.put("user.jdoe", rows("user.jdoe", 2));
        catalogue.byScope.put("data", rows("data", 3));

        var found = search.first(NAME, 10);

        assertThat(found.page().rows())
                .extracting(row -> row.did().scope())
                .containsExactly("user.jdoe", "user.jdoe", "data", "data", "data");
        assertThat(found.page().total()).hasValue(5);
        assertThat(found.understood().notes())
                .containsExactly("Looked in your scopes first (user.jdoe), then in the only other.");
    }

    @Test
    void nobodyWaitsForTheScopesOfOthersWhenOnesOwnHaveAPageAndScrollingOnLeadsThere() {
        catalogue.scopes.add("user.jdoe");
        catalogue.byScope.put("user.jdoe", rows("user.jdoe", 15));
        catalogue.byScope.put("a", rows("a", 5));

        var found = search.first(NAME, 10);

        assertThat(catalogue.searches).hasSize(1);
        assertThat(found.understood().notes())
                .containsExactly("Your scopes come first (user.jdoe), then up to 200 others;"
                        + " type scope:name to look in a certain one.");
        List<String> all = new ArrayList<>();
        var page = found.page();
        page.rows().forEach(row -> all.add(row.did().scope()));
        while (page.cursor().isPresent()) {
            page = search.next(NAME, 10, page.cursor().get()).page();
            page.rows().forEach(row -> all.add(row.did().scope()));
        }
        assertThat(all).hasSize(20).startsWith("user.jdoe").endsWith("a", "a", "a", "a", "a");
    }

    @Test
    void whoHasNoScopesFindsWhatOthersHave() {
        catalogue.byScope.put("data", rows("data", 1));
        catalogue.byScope.put("empty", List.of());

        var found = search.first(NAME, 10);

        assertThat(found.page().rows()).hasSize(1);
        assertThat(found.understood().notes()).containsExactly("Your account has no scopes; looked in all 2 others.");
    }

    @Test
    void whereThereIsNoScopeAtAllThatIsSaid() {
        assertThat(search.first(NAME, 10).understood().notes())
                .containsExactly("Your account has no scopes, and Rucio lists no others: type scope:name.");
    }

    @Test
    void ofThousandsOfScopesSomeAreSearchedAndThatIsSaid() {
        catalogue.scopes.add("user.jdoe");
        IntStream.range(1000, 1250).forEach(number -> catalogue.byScope.put("s" + number, List.of()));
        catalogue.byScope.put("s1150", rows("s1150", 1));
        catalogue.byScope.put("s1240", rows("s1240", 1));

        var found = search.first(NAME, 10);

        assertThat(found.page().rows()).extracting(row -> row.did().scope()).containsExactly("s1150");
        assertThat(found.understood().notes())
                .containsExactly("Looked in your scopes first (user.jdoe), then in 200 of 250 others:"
                        + " type scope:name to look in another one.");
    }

    @Test
    void whereTheScopesOfOthersAreNotToldOnlyOnesOwnAreSearched() {
        catalogue.scopes.add("user.jdoe");
        catalogue.byScope.put("data", rows("data", 1));
        catalogue.secretive = true;

        var found = search.first(NAME, 10);

        assertThat(found.page().rows()).isEmpty();
        assertThat(found.understood().notes())
                .containsExactly("Looked in your scopes (user.jdoe): type scope:name to look in another one.");
    }

    @Test
    void ofOpenDataNobodyHasScopesAndNothingIsSaidOfThem() {
        catalogue.account = "";
        catalogue.scopes.add("opendata");
        catalogue.byScope.put("opendata", rows("opendata", 1));

        assertThat(search.first(NAME, 10).understood().notes()).isEmpty();
    }

    @Test
    void theScopesOfOthersAreRememberedForSomeMinutes() {
        catalogue.byScope.put("data", rows("data", 1));
        search.first(NAME, 10);
        catalogue.byScope.put("fresh", rows("fresh", 1));

        clock.advance(Duration.ofMinutes(4));
        assertThat(scopesFound(false)).containsExactly("data");
        assertThat(catalogue.scopesListed).hasValue(1);

        clock.advance(Duration.ofMinutes(1));
        assertThat(scopesFound(false)).containsExactly("data", "fresh");
        assertThat(catalogue.scopesListed).hasValue(2);
    }

    @Test
    void whoScrollsOnGoesThroughTheScopesThatTheFirstPageKnewOf() {
        catalogue.byScope.put("data", rows("data", 30));
        var page = search.first(NAME, 10).page();

        search.next(NAME, 10, page.cursor().orElseThrow());

        assertThat(catalogue.scopesListed).hasValue(1);
    }

    @Test
    void aScopeOfOnesOwnIsSearchedAsSoonAsItIsThere() {
        search.first(NAME, 10);
        catalogue.scopes.add("user.jdoe");
        catalogue.byScope.put("user.jdoe", rows("user.jdoe", 1));

        assertThat(scopesFound(false)).containsExactly("user.jdoe");
        assertThat(catalogue.scopesListed).hasValue(1);
    }

    @Test
    void whoWantsAllAnewIsShownAScopeThatWasJustMade() {
        search.first(NAME, 10);
        catalogue.byScope.put("fresh", rows("fresh", 1));

        assertThat(catalogue.forgotten).hasValue(0);
        assertThat(scopesFound(true)).containsExactly("fresh");
        assertThat(catalogue.forgotten).hasValue(1); // open data remembers what is public
        assertThat(catalogue.scopesListed).hasValue(2);
    }

    @Test
    void whatOneAccountWasToldOfScopesIsNotGivenToAnother() {
        catalogue.byScope.put("data", rows("data", 1));
        search.first(NAME, 10);
        catalogue.account = "somebody";
        catalogue.secretive = true;

        assertThat(scopesFound(false)).isEmpty();
    }

    @Test
    void whatEachInstanceSaidOfScopesIsItsOwn() {
        search.first(NAME, 10);

        search.first(new Search.Wanted("other", "name", SearchType.ALL), 10);

        assertThat(catalogue.scopesListed).hasValue(2);
    }

    @Test
    void ofAScopeThatWasJustMadeItIsNotSaidThatThereIsNone() {
        search.first(NAME, 10);
        catalogue.byScope.put("fresh", List.of());

        var found = search.first(new Search.Wanted("lake", "fresh:x", SearchType.ALL), 10);

        assertThat(found.understood().notes()).isEmpty();
    }

    private List<String> scopesFound(boolean anew) {
        return search.first(NAME, 10, anew).page().rows().stream()
                .map(row -> row.did().scope())
                .toList();
    }
}
