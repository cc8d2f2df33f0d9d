package org.lakeside.server.lake.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// What people type and paste, what it is taken for, and what they are told when it cannot be.
class SearchTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hits | *hits*",
                "hi*s | hi*s",
                "user:hits | user:hits*",
                "user: | user:*",
                " user:hits  | user:hits*",
                "user:a b | user:a b*",
                "user:a = b | user:a = b*",
                "user:it's | user:it's*",
                "user:\"a b=c\" | user:\"a b=c\"",
                "user:\"hits\" | user:\"hits\"",
                "\"user:hits\" | user:\"hits\"",
                "user:'; DROP TABLE dids; -- | user:'; DROP TABLE dids; --*",
                "user:hits(1)[2]{3} | user:hits(1)[2]{3}*",
                "user:100%_sure\\n | user:100%_sure\\n*"
            })
    void namesAreTakenAsTheyAre(String typed, String understood) {
        assertThat(SearchText.read(typed)).hasToString(understood);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "datatype=DAOD | * datatype=DAOD",
                "user:hits datatype=DAOD | user:hits* datatype=DAOD",
                "user:hits AND datatype=DAOD AND bytes>1GB | user:hits* datatype=DAOD AND bytes>1GB",
                "user:hits datatype = DAOD , bytes >= 1.5 GB | !",
                "datatype=DAOD bytes>=1.5GB | * datatype=DAOD AND bytes>=1500MB",
                "run>=10,project=p2;datatype=x | * run_number>=10 AND project=p2 OR datatype=x",
                "DataType==DAOD and (bytes<1KiB or events<>5) | * datatype=DAOD AND (bytes<1024 OR events!=5)",
                "created>2026-01-01 | * created_at>2026-01-01",
                "created≥2026-01 | * created_at>=2026-01",
                "datatype='two words' | * datatype=\"two words\"",
                "datatype=\"DAOD\" | * datatype=DAOD",
                "datatype=*DAOD* | * datatype=*DAOD*",
                "transient=yes | * transient=true",
                "hidden!=TRUE | * hidden!=true",
                "size=0 | * bytes=0",
                "name!=*.log | * name!=*.log",
                "beam=450 | * \"beam\"=450",
                "beam=\"450\" | * \"beam\"=\"450\"",
                "((datatype=a)) | * datatype=a",
                "\"bytes\">1GB | * bytes>1GB",
                "\"bytes\"=user | !"
            })
    void filtersAreReadWithTheirTypes(String typed, String understood) {
        if (understood.equals("!")) assertThat(problem(typed).kind()).isEqualTo(Kind.BAD_SEARCH);
        else assertThat(SearchText.read(typed)).hasToString(understood);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "user:a user:b | user:a user:b",
                "user:a,user:b;user:a | user:a user:b",
                "['user:a', 'user:b'] | user:a user:b",
                "https://rucio.example.org/ui/did?scope=user.x&name=a%2Fb+c | user.x:a/b c",
                "https://rucio.example.org/did?name=user.x:hits | user.x:hits",
                "https://rucio.example.org/did/page/user.x/hits%20two | user.x:hits two",
                "rucio download user.x:hits --dir /tmp | user.x:hits",
                "$ rucio -H https://rucio.example.org:443 get 'user.x:hits' user.x:more | user.x:hits user.x:more",
                "rucio did show user.x:hits | user.x:hits",
                "rucio download user.x:hits* | user.x:hits*"
            })
    void whatIsPastedIsUnderstood(String typed, String understood) {
        assertThat(SearchText.read(typed)).hasToString(understood);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user:\"a x:b*\"", "user:\"a\\\"=b c\"", "user:\"at/rucio get*\"", "user:\"a\\\"b x:c*\""})
    void afterAScopeAndAQuoteStandsOneName(String typed) {
        assertThat(SearchText.read(typed))
                .isInstanceOf(Understood.Pattern.class)
                .hasToString(typed);
    }

    @Test
    void linesOfDidsAreAList() {
        assertThat(SearchText.read("user:a\nuser:b\r\n\tuser:c\n")).hasToString("user:a user:b user:c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "user:x datatpye=DAOD | 7 | 'datatpye' is no key of the catalogue's. | Type datatype",
                "byte>1GB | 0 | 'byte' is no key | Type bytes",
                "user:x bytes> | 13 | value is missing | Type a size such as 1GB",
                "bytes>large | 6 | 'large' is not a size | Type a size such as 1GB",
                "bytes>1.5 | 6 | '1.5' is not a size | Type a size",
                "bytes>99999999PB | 6 | is not a size | Type a size",
                "run_number=28* | 11 | '28*' is not a number | Type a number",
                "created>2026-02-30 | 8 | '2026-02-30' is not a date | Type a date such as 2026-01-31",
                "datatype>DA* | 9 | stands for many values | Type = or !=",
                "transient>true | 9 | cannot be compared with > | Type one of = !=",
                "name=x* | 4 | cannot be compared with = | in front of the filters",
                "(datatype=a | 0 | opened and never closed | Type )",
                "datatype=a) | 10 | never opened | Leave the ) out",
                "datatype=\"a | 9 | quote is opened and never closed | Type \" at the end",
                "user:\"hits | 5 | quote is opened and never closed | Type \" at the end",
                "datatype=a b | 11 | 'b' is no condition | in quotes",
                "datatype=a AND | 14 | missing at the end | Type a condition",
                "user:x OR datatype=a | 7 | cannot be joined by OR | Type AND",
                "account=x | 0 | Rucio cannot search for 'account' | datatype, project",
                "type=file | 0 | cannot search for 'type' | beside the search field",
                "a.b=c | 0 | 'a.b' cannot be a key | Keys have letters",
                "datatype=* | 9 | true of everything | Leave this condition out",
                ":x | 0 | there is no scope | Type scope:name",
                "us*:x | 0 | one scope at a time | a part of the name alone",
                "a/b:x | 0 | no / | Type scope:name",
                "two words:x | 0 | no blank | Type scope:name",
                "user:a* user:b | 6 | one with a * | one pattern at a time",
                "https://rucio.example.org/ | 0 | does not say which DID | scope=SCOPE&name=NAME",
                "rucio whoami | 0 | names no DID | type scope:name"
            })
    void whatCannotBeUnderstoodIsSaidWithThePlaceAndAWayOut(String typed, int at, String what, String instead) {
        var problem = problem(typed);

        assertThat(problem.kind()).isEqualTo(Kind.BAD_SEARCH);
        assertThat(problem.detail()).contains(what);
        assertThat(problem.remedy()).contains(instead.replace("in quotes", "into quotes"));
        assertThat(problem.more()).containsEntry(Problem.AT, at);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "(", "\"", "' ", "*", "a=(", ":", "datatype=a ", "user:a ", "%"})
    void tenThousandCharactersAreAnsweredAtOnce(String part) {
        var typed = part.repeat(10_000 / part.length());

        try {
            assertThat(SearchText.read(typed).toString()).isNotEmpty();
        } catch (LakeException e) {
            assertThat(e.problem().kind()).isEqualTo(Kind.BAD_SEARCH);
            assertThat(e.problem().detail()).hasSizeLessThan(300);
        }
    }

    @Test
    void aKeyThatNobodyHereKnowsIsTheCommunitysOwn() {
        assertThat(SearchText.read("beam=450").notes())
                .singleElement()
                .asString()
                .contains("your community's");
    }

    @Test
    void aFilterThatForgotItsSignIsExplained() {
        assertThat(SearchText.read("user:x bytes 1GB").notes())
                .singleElement()
                .asString()
                .contains("such as bytes>1GB");
    }

    private static Problem problem(String typed) {
        var refused = catchThrowableOfType(LakeException.class, () -> SearchText.read(typed));
        assertThat(refused).as(typed).isNotNull();
        return refused.problem();
    }
}
