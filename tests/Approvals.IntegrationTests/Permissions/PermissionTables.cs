using System.Text.RegularExpressions;
using System.Collections.Immutable;
using Approvals.Tests;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>How the persons of the columns stand to one kind of page or form in one relation, and what each may do.</summary>
/// <param name="Cells">By column, in the order of <see cref="PermissionTables.Columns"/>; as written, with the mark behind it.</param>
internal sealed record MatrixLine(string Kind, string Relation, ImmutableArray<string> Cells)
{
    public override string ToString() => $"{Kind}, {Relation}";
}

/// <summary>An address and the kinds of the matrix that it is of.</summary>
internal sealed record EndpointLine(string Endpoint, ImmutableArray<string> Kinds);

/// <summary>Cells of the matrix that the walk does not ask.</summary>
internal sealed record NotWalkedLine(string Kind, string Relation, ImmutableArray<string> Columns)
{
    private const string Any = "*";

    public bool Is(string kind, string relation, string column) =>
        Kind == kind && (Relation == Any || Relation == relation) && (Columns is [Any] || Columns.Contains(column));
}

/// <summary>The expected values of who may do what, as data: matrix.tsv, endpoints.tsv and coming.tsv beside this file.</summary>
internal static partial class PermissionTables
{
    private const string Folder = "tests/Approvals.IntegrationTests/Permissions";

    /// <summary>Stands in a list of kinds for every kind that begins like it.</summary>
    private const string AllThatBegin = "-*";

    public static ImmutableArray<string> Columns { get; } = [.. Lines("matrix.tsv").First().Skip(2)];

    public static ImmutableArray<MatrixLine> Matrix { get; } =
        [.. Lines("matrix.tsv").Skip(1).Select(cells => new MatrixLine(cells[0], cells[1], [.. cells.Skip(2)]))];

    public static ImmutableArray<EndpointLine> Endpoints { get; } = EndpointsOf("endpoints.tsv");

    /// <summary>What is to be built yet.</summary>
    public static ImmutableArray<EndpointLine> Coming { get; } = EndpointsOf("coming.tsv");

    /// <summary>What the walk leaves out, each line with its reason.</summary>
    public static ImmutableArray<NotWalkedLine> NotWalked { get; } =
        [.. Lines("not-walked.tsv").Skip(1).Select(cells => new NotWalkedLine(cells[0], cells[1], [.. cells[2].Split(' ')]))];

    /// <summary>Letters that head a line of the table of what we decided, in docs/permissions.md.</summary>
    public static ImmutableArray<string> Reasons { get; } =
    [
        .. File.ReadLines(RepositoryFiles.PathOf("docs/permissions.md"))
            .Where(line => line.Length > 4 && line.StartsWith("| ", StringComparison.Ordinal)
                && char.IsAsciiLetterLower(line[2]) && line[3] == ' ')
            .Select(line => line[2..3]),
    ];

    /// <summary>Those that the line names; press-* names many.</summary>
    public static ImmutableArray<string> KindsOf(EndpointLine line) =>
    [
        .. line.Kinds.SelectMany(kind => kind.EndsWith(AllThatBegin, StringComparison.Ordinal)
            ? Matrix.Select(m => m.Kind).Where(k => k.StartsWith(kind[..^1], StringComparison.Ordinal)).Distinct()
            : [kind]),
    ];

    private static ImmutableArray<EndpointLine> EndpointsOf(string file) =>
        [.. Lines(file).Skip(1).Select(cells => new EndpointLine(cells[0], [.. cells[1].Split(' ')]))];

    /// <summary>The cells of each line that says something; blanks around them only align the columns.</summary>
    private static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines(RepositoryFiles.PathOf(Path.Combine(Folder, file)))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t', StringSplitOptions.TrimEntries));

    /// <summary>The address as somebody asks it, about a subject that there is not.</summary>
    public static (HttpMethod Method, string Path) Asked(string endpoint)
    {
        var words = endpoint.Split(' ', 2);
        return (new HttpMethod(words[0]), Parameter().Replace(words[1], parameter => parameter.Value switch
        {
            "{ordered}" or "{status}" => "1",
            "{sha256}" => new string('0', 64),
            _ when words[1].StartsWith("/accounts", StringComparison.Ordinal) || words[1].StartsWith("/people", StringComparison.Ordinal) => "1",
            _ => "0190a5d0-0000-7000-8000-000000000000",
        }));
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
