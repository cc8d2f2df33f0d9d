package org.lakeside.server.lake.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lakeside.rucio.client.Condition;
import org.lakeside.rucio.client.Condition.Operator;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.Filters;
import org.lakeside.rucio.client.SearchQuery;
import org.lakeside.rucio.client.SearchType;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem.Kind;

class SearchTest extends SearchInMemory {
    private static final Duration SHORTLY = Duration.ofMillis(100);

    @ParameterizedTest
    @CsvSource({
        "user:hits*, user, hits*",
        "user:*hits, user, *hits",
        "user:hits, user, hits*",
        "'user:', user, *",
        "' user:hits ', user, hits*",
        "user:a:b, user, a:b*"
    })
    void whatIsTypedWithAScopeIsLookedForThere(String typed, String scope, String pattern) {
        find(typed, SearchType.DATASET);

        assertThat(catalogue.searches).containsExactly(new SearchQuery(scope, pattern, SearchType.DATASET, 11));
    }

    @ParameterizedTest
    @CsvSource({"hits, *hits*", "hi*s, hi*s", "'', *"})
    void withoutAScopeTheScopesOfTheAccountAreSearched(String typed, String pattern) {
        catalogue.scopes.addAll(List.of("user.jdoe", "group.higgs"));

        var found = find(typed, SearchType.ALL);

        assertThat(found.scope()).isEmpty();
        assertThat(catalogue.searches)
                .containsExactly(
                        new SearchQuery("user.jdoe", pattern, SearchType.ALL, 11),
                        new SearchQuery("group.higgs", pattern, SearchType.ALL, 11));
    }

    @Test
    void oneRowMoreThanWantedSaysThatThereIsMore() {
        catalogue.byScope.put("user", rows("user", 11));

        var found = find("user:", SearchType.ALL);

        assertThat(found.page().rows()).hasSize(10);
        assertThat(found.page().cursor()).isPresent();
        assertThat(found.scope()).isEqualTo(Optional.of("user"));
    }

    @Test
    void exactlyAsManyAsWantedAreAllThereIs() {
        catalogue.byScope.put("user", rows("user", 10));

        assertThat(find("user:", SearchType.ALL))
                .returns(Optional.empty(), found -> found.page().cursor())
                .satisfies(found -> assertThat(found.page().rows()).hasSize(10));
    }

    @ParameterizedTest
    @CsvSource({"':x'", "' :x'", "a/b:x", "us*:x"})
    void whatCannotBeAScopeIsSaidSo(String typed) {
        assertThatExceptionOfType(LakeException.class)
                .isThrownBy(() -> find(typed, SearchType.ALL))
                .returns(Kind.BAD_SEARCH, e -> e.problem().kind());
    }

    @Test
    void everyStreamIsClosed() {
        catalogue.scopes.addAll(List.of("a", "b"));

        find("x", SearchType.ALL);

        assertThat(catalogue.closed).hasValue(2);
    }

    @Test
    void filtersGoToRucioInItsOwnTerms() {
        find("user:hits datatype=DAOD* AND (bytes>1GB OR created=2026-01-31)", SearchType.ALL);

        assertThat(catalogue.searches.getFirst().namePattern()).isEqualTo("hits*");
        assertThat(catalogue.searches.getFirst().filters())
                .isEqualTo(Filters.all(
                                Condition.of("datatype", Operator.EQUAL, "DAOD*"),
                                Condition.of("bytes", Operator.GREATER, 1_000_000_000L))
                        .or(Filters.all(
                                Condition.of("datatype", Operator.EQUAL, "DAOD*"),
                                Condition.of(
                                        "created_at", Operator.GREATER_OR_EQUAL, Instant.parse("2026-01-31T00:00:00Z")),
                                Condition.of("created_at", Operator.LESS, Instant.parse("2026-02-01T00:00:00Z")))));
    }

    @Test
    void whereThereIsNothingAScopeThatDoesNotExistIsSaid() {
        catalogue.scopes.add("user.jdoe");
        catalogue.byScope.put("empty", List.of());

        assertThat(find("nowhere:x", SearchType.ALL).understood().notes())
                .containsExactly("There is no scope 'nowhere'. Yours: user.jdoe.");
        assertThat(find("empty:x", SearchType.ALL).understood().notes()).isEmpty();

        catalogue.account = ""; // open data
        assertThat(find("nowhere:x", SearchType.ALL).understood().notes())
                .containsExactly("There is no scope 'nowhere'. There are: user.jdoe.");
    }

    @Test
    void severalDidsAreLookedUpInOneCallAndComeInTheirOrder() {
        var known = List.of(new Did("user", "b"), new Did("user", "a"));
        known.forEach(did -> catalogue.known.put(did, InMemoryCatalogue.dataset(did, false, 3)));

        var found = find("user:b user:missing user:a", SearchType.ALL);

        assertThat(found.page().rows()).extracting(Row::did).containsExactlyElementsOf(known);
        assertThat(found.understood().notes()).containsExactly("Not in the catalogue: user:missing.");
        assertThat(catalogue.looked).hasValue(1);
    }

    @Test
    void scrollingOnGivesEveryRowOnceThoseOfTheFirstPageFirst() {
        var inOrder = rows("user", 2345);
        catalogue.byScope.put("user", inOrder);
        catalogue.streams.put("user", inOrder.reversed().iterator());

        var names = namesOfAllPages("user:", 100);

        assertThat(names).hasSize(2345).doesNotHaveDuplicates().startsWith("name-0", "name-1", "name-2");
        assertThat(names.get(100)).isEqualTo("name-100");
        assertThat(names.get(101)).isEqualTo("name-2344");
        assertThat(catalogue.searches).extracting(SearchQuery::limit).containsExactly(101, SearchQuery.UNLIMITED);
    }

    @Test
    void nobodyWhoDoesNotScrollOnAsksForMoreThanAPage() {
        catalogue.byScope.put("user", rows("user", 2345));

        find("user:", SearchType.ALL);

        assertThat(catalogue.searches).hasSize(1);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void scrollingOnGoesThroughAllScopesOfTheAccount() {
        IntStream.range(0, 25).forEach(number -> {
            catalogue.scopes.add("scope" + number);
            catalogue.byScope.put("scope" + number, rows("scope" + number, 3));
        });

        assertThat(namesOfAllPages("name", 10)).hasSize(75);
    }

    @Test
    void theLastPageKnowsTheTotalAndWhenItWasAsked() {
        catalogue.byScope.put("user", rows("user", 15));
        var cursor = find("user:", SearchType.ALL).page().cursor().orElseThrow();

        var last = next("user:", cursor).page();

        assertThat(last.rows()).hasSize(5);
        assertThat(last.total()).isEqualTo(OptionalLong.of(15));
        assertThat(last.cursor()).isEmpty();
        assertThat(last.cut()).isEmpty();
        assertThat(last.asked()).isEqualTo(clock.instant());
    }

    @Test
    void aSearchEndsAtTheNumberOfRowsOfTheSettingsAndSaysSo() {
        catalogue.byScope.put("user", rows("user", MOST + 1));

        var last = lastPage("user:", 1000);

        assertThat(last.read()).isEqualTo(MOST);
        assertThat(last.cut()).contains(Page.Cut.LIMIT);
        assertThat(last.total()).isEmpty();
    }

    @Test
    void whatToDoForTheOthersIsSaidBesideThat() {
        catalogue.byScope.put("user", rows("user", MOST + 1));
        var cursor = find("user:", SearchType.ALL).page().cursor().orElseThrow();

        var last = search.next(new Search.Wanted("lake", "user:", SearchType.ALL), MOST, cursor);

        assertThat(last.understood().notes())
                .containsExactly("The list ends after 5000 rows, as many as listing_rows in the settings allows:"
                        + " search for less to see the others.");
    }

    @Test
    void asManyRowsAsTheSettingsAllowAreAllThereIs() {
        catalogue.byScope.put("user", rows("user", MOST));

        var last = lastPage("user:", 1000);

        assertThat(last.total()).isEqualTo(OptionalLong.of(MOST));
        assertThat(last.cut()).isEmpty();
    }

    @Test
    void aStreamThatStandsStillEndsTheListAndIsSaid() {
        var all = rows("user", 700);
        catalogue.byScope.put("user", all);
        catalogue.streams.put("user", Streams.stalling(all.iterator()));

        var last = lastPage("user:", 100);

        assertThat(last.read()).isEqualTo(700);
        assertThat(last.cut()).contains(Page.Cut.STALLED);
    }

    @Test
    void afterABreakTheSameCursorTriesAgainBehindTheSameFirstPage() {
        var all = rows("user", 30);
        catalogue.byScope.put("user", all);
        catalogue.streams.put("user", Streams.breakingOff(all.subList(0, 15).iterator()));
        var cursor = find("user:", SearchType.ALL).page().cursor().orElseThrow();
        assertThatExceptionOfType(LakeException.class)
                .isThrownBy(() -> next("user:", cursor))
                .returns(Kind.RUCIO_UNAVAILABLE, e -> e.problem().kind());
        catalogue.streams.clear();

        assertThat(next("user:", cursor).page().rows())
                .extracting(row -> row.did().name())
                .startsWith("name-10")
                .hasSize(10);
    }

    @Test
    void aPageThatIsNotFullComesAfterAWhile() {
        waitForAFullPage(SHORTLY);
        var never = new CountDownLatch(1);
        var all = rows("user", 30);
        catalogue.byScope.put("user", all);
        catalogue.streams.put("user", Streams.heldBack(all.iterator(), 13, never));
        var cursor = find("user:", SearchType.ALL).page().cursor().orElseThrow();

        var page = next("user:", cursor).page();

        assertThat(page.rows()).hasSizeBetween(1, 3);
        assertThat(page.cursor()).isPresent();
        assertThat(page.total()).isEmpty();
        never.countDown();
    }

    @Test
    void whoeverWantsNoMoreEndsTheStream() {
        waitForAFullPage(SHORTLY);
        var never = new CountDownLatch(1);
        var all = rows("user", 30);
        catalogue.byScope.put("user", all);
        catalogue.streams.put("user", Streams.heldBack(all.iterator(), 13, never));
        var cursor = next("user:", find("user:", SearchType.ALL).page().cursor().orElseThrow())
                .page()
                .cursor()
                .orElseThrow();
        int before = catalogue.closed.get();

        longOnes.end(cursor);

        await().until(() -> catalogue.closed.get() > before);
        longOnes.end(cursor);
        longOnes.end("nonsense");
        never.countDown();
    }

    @Test
    void aCursorIsGoodForItsOwnQuestionAndItsOwnAccountOnly() {
        catalogue.byScope.put("user", rows("user", 30));
        catalogue.byScope.put("other", rows("other", 30));
        var cursor = find("user:", SearchType.ALL).page().cursor().orElseThrow();
        next("user:", cursor);

        assertThat(next("other:", cursor).page().rows())
                .allSatisfy(row -> assertThat(row.did().scope()).isEqualTo("other"));
        catalogue.account = "somebody";
        catalogue.byScope.put("user", List.of());
        assertThat(next("user:", cursor).page().rows()).isEmpty();
    }

    @Test
    void ofOneInstanceSixListsAreReadAtATimeAndTheOneLeftAloneLongestEnds() {
        waitForAFullPage(SHORTLY);
        var never = new CountDownLatch(1);
        IntStream.range(0, 7).forEach(number -> {
            var all = rows("s" + number, 30);
            catalogue.byScope.put("s" + number, all);
            catalogue.streams.put("s" + number, Streams.heldBack(all.iterator(), 13, never));
        });
        IntStream.range(0, 6).forEach(this::scrollOn);
        int before = catalogue.closed.get();

        scrollOn(6);

        await().until(() -> catalogue.closed.get() >= before + 2); // its first page, and the stream of another
        never.countDown();
    }

    private void scrollOn(int number) {
        var typed = "s" + number + ":";
        next(typed, find(typed, SearchType.ALL).page().cursor().orElseThrow());
    }

    private Search.Found find(String typed, SearchType type) {
        return search.first(new Search.Wanted("lake", typed, type), 10);
    }

    private Search.Found next(String typed, String cursor) {
        return search.next(new Search.Wanted("lake", typed, SearchType.ALL), 10, cursor);
    }

    private List<String> namesOfAllPages(String typed, int size) {
        List<String> names = new ArrayList<>();
        eachPage(
                typed,
                size,
                page -> page.rows().forEach(row -> names.add(row.did().name())));
        return names;
    }

    private Page lastPage(String typed, int size) {
        return eachPage(typed, size, _ -> {});
    }

    private Page eachPage(String typed, int size, Consumer<Page> see) {
        var wanted = new Search.Wanted("lake", typed, SearchType.ALL);
        var page = search.first(wanted, size).page();
        see.accept(page);
        while (page.cursor().isPresent()) {
            page = search.next(wanted, size, page.cursor().get()).page();
            see.accept(page);
        }
        return page;
    }
}
