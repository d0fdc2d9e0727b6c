using System.Collections.Concurrent;
using System.Net;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>
/// The whole matrix over HTTP. What is expected stands in matrix.tsv and nowhere else: what it forbids answers 403 or 404, or leads to the
/// door where nobody is signed in, and no row of any table is another afterwards.
/// </summary>
public sealed class MatrixWalkTests(PermissionWorld world) : IClassFixture<PermissionWorld>
{
    private static readonly string[] Strangers = ["nobody", "left"];

    private static readonly ILookup<(string Kind, string Relation), string[]> Expected =
        PermissionTables.Matrix.ToLookup(l => (l.Kind, l.Relation), l => l.Cells.Select(c => c.Split('?')[0]).ToArray());

    /// <summary>What is opened of a subject, by the kind that it is of.</summary>
    private static IEnumerable<(string Kind, string Path)> Opened(Subject subject) =>
    [
        ("item", $"/items/{subject.Item}"), ("item", $"/cases/{subject.Item}"), ("item", $"/cases/{subject.Item}/picture"),
        ("evidence", $"/files/{subject.Evidence}"), ("evidence", $"/files/{subject.Evidence}?of={subject.Branch}"),
        ("notice", $"/notices/{subject.Notice}"), ("notice", $"/cases/{subject.Notice}"), ("notice", $"/cases/{subject.Notice}/picture"),
        ("compare", $"/notices/{subject.Notice}/compare"),
        ("notice-draft", $"/notices/{subject.Draft}"), ("notice-draft", $"/cases/{subject.Draft}"), ("notice-draft", $"/cases/{subject.Draft}/picture"),
        ("affair", $"/affairs/{subject.Affair}"), ("affair", $"/cases/{subject.Affair}"), ("affair", $"/cases/{subject.Affair}/picture"),
        ("campaign", $"/campaigns/{subject.Campaign}"), ("campaign", $"/cases/{subject.Campaign}"), ("campaign", $"/cases/{subject.Campaign}/picture"),
    ];

    private static readonly (string Kind, string Path)[] Pages =
    [
        ("inbox", "/"), ("notice-list", "/notices"), ("affairs", "/affairs"), ("ledger", "/ledger"), ("ledger-files", "/ledger-files"),
        ("inspection", "/inspection"), ("messages", "/messages"), ("copies", "/copies"), ("workflows", "/workflows"),
        ("workflow-file", "/workflows/item.bpmn"), ("vocabulary", "/vocabulary"), ("sign-in-page", "/sign-out"), ("form-address", "/act"),
    ];

    [Fact]
    public async Task Every_page_and_file_opens_for_those_and_only_those_whom_the_table_says()
    {
        var wrong = new ConcurrentBag<string>();
        var asked = Pages.Select(p => (p.Kind, Relation: "page", p.Path))
            .Concat(new[] { "part", "own", "other", "unit", "named", "unnamed" }
                .SelectMany(relation => Opened(world[relation]).Select(o => (o.Kind, Relation: relation, o.Path))))
            .SelectMany(o => world.Columns.Select(column => (o.Kind, o.Relation, o.Path, Column: column)))
            .Where(o => Cell(o.Kind, o.Relation, o.Column) is not null).ToList();
        await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (o, cancellation) =>
        {
            using var answer = await world.ClientOf(o.Column).GetAsync(o.Path, cancellation);
            if (Complaint(Cell(o.Kind, o.Relation, o.Column), answer, o.Column) is { } complaint)
            {
                wrong.Add($"{o.Kind}, {o.Relation}, {o.Column}: {complaint} ({o.Path})");
            }
        });

        string.Join("\n", wrong.Order()).ShouldBe("", $"of {asked.Count}");
        asked.Count.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task In_every_list_stand_those_and_only_those_lines_that_the_table_says()
    {
        var wrong = new ConcurrentBag<string>();
        (string Path, string[] Kinds, Func<Subject, string> Line)[] lists =
        [
            ("/ledger", ["item"], s => $"/items/{s.Item}"),
            ("/notices", ["notice"], s => $"/notices/{s.Notice}"),
            ("/notices", ["notice-draft"], s => $"/notices/{s.Draft}"),
            ("/affairs", ["affair"], s => $"/affairs/{s.Affair}"),
        ];
        var asked = lists.SelectMany(list => world.Columns.Except(Strangers).Select(column => (list, column))).ToList();
        await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (o, cancellation) =>
        {
            var html = await world.ClientOf(o.column).GetStringAsync(o.list.Path, cancellation);
            foreach (var relation in new[] { "part", "own", "other", "unit", "named", "unnamed" })
            {
                var expected = o.list.Kinds.Any(kind => Cell(kind, relation, o.column) == "see");
                if (html.Contains(o.list.Line(world[relation]), StringComparison.Ordinal) != expected)
                {
                    wrong.Add($"{o.list.Path} of {o.list.Kinds[0]}, {relation}, {o.column}: should {(expected ? "" : "not ")}stand there");
                }

                if (relation == "unnamed" && html.Contains(world[relation].Mark, StringComparison.Ordinal))
                {
                    wrong.Add($"{o.list.Path}, {o.column}: a word of what he may not know of");
                }
            }
        });

        string.Join("\n", wrong.Order()).ShouldBe("");
    }

    /// <summary>Null: the table does not say it of this relation.</summary>
    private static string? Cell(string kind, string relation, string column) =>
        Expected[(kind, relation)].FirstOrDefault()?[PermissionTables.Columns.IndexOf(column)];

    private static string? Complaint(string? cell, HttpResponseMessage answer, string column)
    {
        var status = answer.StatusCode;
        var toTheDoor = status == HttpStatusCode.Redirect && answer.Headers.Location?.OriginalString.Contains("/sign-in", StringComparison.Ordinal) == true;
        return cell switch
        {
            "-" when Strangers.Contains(column) => toTheDoor || status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden ? null : $"forbidden, but {(int)status}",
            "-" => status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden ? null : $"forbidden, but {(int)status}",
            _ => status == HttpStatusCode.OK || (status == HttpStatusCode.Redirect && !toTheDoor) ? null : $"{cell}, but {(int)status}",
        };
    }
}
