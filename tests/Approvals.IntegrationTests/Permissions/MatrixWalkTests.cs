using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Approvals.IntegrationTests.Postgres;
using Dapper;
using Npgsql;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>
/// The whole matrix over HTTP. What is expected stands in matrix.tsv and nowhere else: what it forbids answers 403 or 404, or leads to the
/// door where nobody is signed in, and no row of any table is another afterwards; what it allows opens, or is done and changes a row.
/// </summary>
[Trait("Part", "store")]
public sealed partial class MatrixWalkTests(PermissionWorld world, ITestOutputHelper output) : IClassFixture<PermissionWorld>
{
    private const int Browsers = 6;

    /// <summary>Of the many cells one of so many is walked in a run of the normal suite, other ones the next time; in depth all are.</summary>
    private static readonly int Shares = LongRun.Times("store", 3, 1);

    private static readonly string[] Strangers = ["nobody", "left"];

    private readonly MatrixQuestions _questions = new(world);

    [Fact]
    public async Task Every_page_and_file_opens_for_those_and_only_those_whom_the_table_says()
    {
        var wrong = new ConcurrentBag<string>();
        var asked = Share(Looks());
        await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = Browsers }, async (o, cancellation) =>
        {
            using var answer = await world.ClientOf(o.Column).GetAsync(o.Path, cancellation);
            if (Complaint(MatrixQuestions.Cell(o.Kind, o.Relation, o.Column), answer, o.Column) is { } complaint)
            {
                wrong.Add($"{o.Kind}, {o.Relation}, {o.Column}: {complaint} ({o.Path})");
            }
        });

        wrong.Order().ShouldBeEmpty($"of {asked.Count}");
        asked.Count.ShouldBeGreaterThan(2000 / Shares);
    }

    private List<T> Share<T>(IEnumerable<T> cells)
    {
        var seed = Seeds.Given();
        var all = cells.ToList();
        List<T> share = [.. all.Where((_, no) => no % Shares == seed % Shares)];
        output.WriteLine($"{share.Count} of {all.Count} cells, APPROVALS_SEED={seed}");
        return share;
    }

    [Fact]
    public async Task In_every_list_stand_those_and_only_those_lines_that_the_table_says()
    {
        var wrong = new ConcurrentBag<string>();
        var asked = _questions.Lines().GroupBy(line => (line.Path, line.Column)).ToList();
        await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = Browsers }, async (page, cancellation) =>
        {
            var html = await ReadAsync(page.Key.Column, page.Key.Path, cancellation);
            foreach (var line in page)
            {
                var expected = MatrixQuestions.Cell(line.Kind, line.Relation, line.Column) != "-";
                if (line.Stands(html) != expected)
                {
                    wrong.Add($"{line.Path}: {line.Kind}, {line.Relation}, {line.Column}: should {(expected ? "" : "not ")}stand there");
                }
            }

            if (html.Contains(world["unnamed"].Mark, StringComparison.Ordinal))
            {
                wrong.Add($"{page.Key.Path}, {page.Key.Column}: a word of what he may not know of");
            }
        });

        wrong.Order().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_table_forbids_to_press_answers_403_or_404_and_no_row_of_any_table_changes()
    {
        var before = await world.RestAsync();
        var wrong = new ConcurrentBag<string>();
        var asked = Share(Forbidden());
        await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = Browsers }, async (p, cancellation) =>
        {
            using var answer = await SendAsync(p, cancellation);
            if (Complaint("-", answer, p.Column) is { } complaint)
            {
                wrong.Add($"{p.Kind}, {p.Relation}, {p.Column}: {complaint} ({p.Path})");
            }
        });

        wrong.Order().ShouldBeEmpty($"of {asked.Count}");
        (await world.RestAsync()).Split('\n').Except(before.Split('\n')).ShouldBeEmpty("rows have changed");
        asked.Count.ShouldBeGreaterThan(2000 / Shares);
    }

    [Fact]
    public async Task What_the_table_allows_to_press_is_done_and_changes_a_row()
    {
        var wrong = new List<string>();
        var asked = Allowed().ToList();
        await using var admin = new NpgsqlConnection(world.Split.Store.AdminConnection);
        foreach (var p in asked)
        {
            if (p.First is not null)
            {
                using var first = await SendAsync(p.First, CancellationToken.None);
            }

            var before = p.Changes is { Length: > 0 } ? await admin.ExecuteScalarAsync<string>($"SELECT ({p.Changes})::text") : null;
            using var answer = await SendAsync(p, CancellationToken.None);
            var after = p.Changes is { Length: > 0 } ? await admin.ExecuteScalarAsync<string>($"SELECT ({p.Changes})::text") : "";
            if (Complaint("act", answer, p.Column) is { } complaint)
            {
                wrong.Add($"{p.Kind}, {p.Relation}, {p.Column}: {complaint}: {await SentenceAsync(p, answer)} ({p.Path})");
            }
            else if (before == after)
            {
                wrong.Add($"{p.Kind}, {p.Relation}, {p.Column}: {(int)answer.StatusCode} and no row changed: {await SentenceAsync(p, answer)} ({p.Path})");
            }
        }

        wrong.ShouldBeEmpty($"of {asked.Count}");
        asked.Count.ShouldBeGreaterThan(150);
    }

    [Fact]
    public async Task Who_has_an_account_signs_in_and_out_and_who_has_left_gets_no_session()
    {
        var wrong = new List<string>();
        foreach (var column in world.Columns.Except(["nobody"]))
        {
            var entered = await world.TryAsync(column);
            if (entered != (MatrixQuestions.Cell("sign-in", "page", column) == "act"))
            {
                wrong.Add($"sign-in, {column}: {(entered ? "in" : "out")}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    /// <summary>Each cell is asked, or stands in not-walked.tsv with its reason; and no reason is for what is asked.</summary>
    [Fact]
    public void Every_cell_of_the_table_is_asked_or_says_why_not()
    {
        var asked = Looks().Select(o => (o.Kind, o.Relation, o.Column))
            .Concat(_questions.Lines().Select(o => (o.Kind, o.Relation, o.Column)))
            .Concat(Forbidden().Select(p => (p.Kind, p.Relation, p.Column)))
            .Concat(Allowed().Select(p => (p.Kind, p.Relation, p.Column)))
            .Concat(world.Columns.Except(["nobody"]).Select(c => ("sign-in", "page", c)))
            .Concat(world.Columns.Except(Strangers).Select(c => ("sign-out", "page", c)))
            .ToHashSet();
        var left = (from line in PermissionTables.Matrix
                    from column in PermissionTables.Columns
                    where !asked.Contains((line.Kind, line.Relation, column))
                    select (line.Kind, line.Relation, Column: column)).ToList();

        left.Where(cell => !IsLeftOut(cell.Kind, cell.Relation, cell.Column))
            .GroupBy(cell => (cell.Kind, cell.Relation)).Select(g => $"{g.Key.Kind}\t{g.Key.Relation}\t{string.Join(' ', g.Select(c => c.Column))}")
            .ShouldBeEmpty("ask it, or say in not-walked.tsv why not");
        PermissionTables.NotWalked.Where(n => !left.Exists(cell => n.Is(cell.Kind, cell.Relation, cell.Column)))
            .Select(n => $"{n.Kind}, {n.Relation}").ShouldBeEmpty("it is asked");
    }

    private IEnumerable<Look> Looks() => _questions.Looks().Where(o => !IsLeftOut(o.Kind, o.Relation, o.Column));

    private IEnumerable<Press> Forbidden() => _questions.Presses()
        .Where(p => MatrixQuestions.Cell(p.Kind, p.Relation, p.Column) == "-" && !IsLeftOut(p.Kind, p.Relation, p.Column));

    private IEnumerable<Press> Allowed() => _questions.Presses().Where(p => p.Changes is not null
        && MatrixQuestions.Cell(p.Kind, p.Relation, p.Column) == "act" && !IsLeftOut(p.Kind, p.Relation, p.Column));

    private static bool IsLeftOut(string kind, string relation, string column) =>
        PermissionTables.NotWalked.Any(n => n.Is(kind, relation, column));

    private async Task<HttpResponseMessage> SendAsync(Press p, CancellationToken cancellation)
    {
        // A form's key is its own: the same again would be answered with what was done before.
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{p.Column} {p.Path} {string.Join(' ', p.Fields)}")));
        using var form = new FormUrlEncodedContent(
            p.Fields.Append(("key", key))
                .Append(("__RequestVerificationToken", world.TokenOf(p.Column))).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        return await world.ClientOf(p.Column).PostAsync(p.Path, form, cancellation);
    }

    /// <summary>All its pages; nothing where it is closed to him.</summary>
    private async Task<string> ReadAsync(string column, string path, CancellationToken cancellation)
    {
        var all = "";
        for (var next = path; next is not null;)
        {
            using var answer = await world.ClientOf(column).GetAsync(next, cancellation);
            var html = answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(cancellation) : "";
            all += html;
            next = NextPage().Match(html) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups["href"].Value) : null;
        }

        return all;
    }

    /// <summary>What the page says where it was not done.</summary>
    private async Task<string> SentenceAsync(Press p, HttpResponseMessage answer)
    {
        var html = answer.StatusCode == HttpStatusCode.Redirect
            ? await world.ClientOf(p.Column).GetStringAsync(answer.Headers.Location?.OriginalString is { } to and not "/" ? to : "/messages")
            : await answer.Content.ReadAsStringAsync();
        return string.Join('|', Sentence().Matches(html).Select(m => Tag().Replace(m.Value, "").Trim()).Where(s => s.Length > 0).Take(3));
    }

    private static string? Complaint(string? cell, HttpResponseMessage answer, string column)
    {
        var status = answer.StatusCode;
        var toTheDoor = status == HttpStatusCode.Redirect && answer.Headers.Location?.OriginalString.Contains("/sign-in", StringComparison.Ordinal) == true;
        return cell switch
        {
            "-" when Strangers.Contains(column) =>
                toTheDoor || status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden ? null : $"forbidden, but {(int)status}",
            "-" => status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden ? null : $"forbidden, but {(int)status}",
            _ => status == HttpStatusCode.OK || (status == HttpStatusCode.Redirect && !toTheDoor) ? null : $"{cell}, but {(int)status}",
        };
    }

    [GeneratedRegex("""<a[^>]*rel="next"[^>]*href="(?<href>[^"]+)"|<a[^>]*href="(?<href>[^"]+)"[^>]*rel="next"[^>]*>""")]
    private static partial Regex NextPage();

    [GeneratedRegex("""<(div|p)[^>]*class="(problems|said|field-problem|problem|error)[^"]*"[^>]*>.*?</\1>""", RegexOptions.Singleline)]
    private static partial Regex Sentence();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
