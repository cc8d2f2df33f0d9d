package org.lakeside.server.lake.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.rucio.client.FoundDid;
import org.lakeside.rucio.client.SearchQuery;
import org.lakeside.rucio.client.SearchType;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem.Kind;

class SearchTest {
    private final InMemoryCatalogue catalogue = new InMemoryCatalogue();
    private final Search search = new Search(catalogue);

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
        search.find("lake", typed, SearchType.DATASET, 10);

        assertThat(catalogue.searches).containsExactly(new SearchQuery(scope, pattern, SearchType.DATASET, 11));
    }

    @ParameterizedTest
    @CsvSource({"hits, *hits*", "hi*s, hi*s", "'', *"})
    void withoutAScopeTheScopesOfTheAccountAreSearched(String typed, String pattern) {
        catalogue.scopes.addAll(List.of("user.jdoe", "group.higgs"));

        var found = search.find("lake", typed, SearchType.ALL, 10);

        assertThat(found.scope()).isEmpty();
        assertThat(catalogue.searches)
                .containsExactly(
                        new SearchQuery("user.jdoe", pattern, SearchType.ALL, 11),
                        new SearchQuery("group.higgs", pattern, SearchType.ALL, 11));
    }

    @Test
    void oneRowMoreThanWantedSaysThatThereIsMore() {
        catalogue.byScope.put("user", rows("user", 11));

        var found = search.find("lake", "user:", SearchType.ALL, 10);

        assertThat(found.rows()).hasSize(10);
        assertThat(found.more()).isTrue();
        assertThat(found.scope()).isEqualTo(Optional.of("user"));
    }

    @Test
    void exactlyAsManyAsWantedAreAllThereIs() {
        catalogue.byScope.put("user", rows("user", 10));

        assertThat(search.find("lake", "user:", SearchType.ALL, 10))
                .returns(false, Search.Found::more)
                .satisfies(found -> assertThat(found.rows()).hasSize(10));
    }

    @Test
    void laterScopesAreAskedOnlyForWhatIsStillWanted() {
        catalogue.scopes.addAll(List.of("a", "b", "c"));
        catalogue.byScope.put("a", rows("a", 4));
        catalogue.byScope.put("b", rows("b", 20));

        var found = search.find("lake", "x", SearchType.ALL, 10);

        assertThat(catalogue.searches).extracting(SearchQuery::limit).containsExactly(11, 7);
        assertThat(found.rows()).hasSize(10);
        assertThat(found.more()).isTrue();
    }

    @Test
    void whoHasMoreScopesThanAreSearchedIsToldThatThereIsMore() {
        IntStream.range(0, 25).forEach(number -> catalogue.scopes.add("scope" + number));

        assertThat(search.find("lake", "x", SearchType.ALL, 10).more()).isTrue();
        assertThat(catalogue.searches).hasSize(20);
    }

    @ParameterizedTest
    @CsvSource({"':x'", "' :x'", "a/b:x", "us*:x"})
    void whatCannotBeAScopeIsSaidSo(String typed) {
        assertThatExceptionOfType(LakeException.class)
                .isThrownBy(() -> search.find("lake", typed, SearchType.ALL, 10))
                .returns(Kind.BAD_DID, e -> e.problem().kind());
    }

    @Test
    void everyStreamIsClosed() {
        catalogue.scopes.addAll(List.of("a", "b"));

        search.find("lake", "x", SearchType.ALL, 10);

        assertThat(catalogue.closed).hasValue(2);
    }

    private static List<FoundDid> rows(String scope, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new FoundDid(
                        new Did(scope, "name-" + number), DidType.DATASET, OptionalLong.empty(), OptionalLong.empty()))
                .toList();
    }
}
