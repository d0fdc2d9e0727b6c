using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Approvals.Engine;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Bench.Ground;

/// <summary>Which rows of a tree are written.</summary>
internal enum CopiedRows
{
    /// <summary>All that the product wrote: it can be worked on, and audited.</summary>
    All,

    /// <summary>
    /// Of an open assignment what its clock stands on, and the case that would be locked if it were due. Without the histories, which
    /// nobody reads where nothing is due, ten million of them fit on a disk.
    /// </summary>
    Clocks,
}

/// <summary>
/// All rows of one tree of cases (a notice with whatever descends from it) as the product itself wrote them, and copies of it: other
/// ids, another unit, and histories whose chains are whole, since each copy's hashes are made anew.
/// </summary>
internal sealed class TreeImage
{
    /// <summary>
    /// Every table that holds rows of such a case (nothing in it is restricted, cited or made into a file), where the case stands in it,
    /// and which of its rows stay as they are: a message that is on its way would be sent once more.
    /// </summary>
    private static readonly ImmutableArray<(string Table, string Case, string Only)> Tables =
    [
        ("flow_case", "case_id", "true"), ("asked", "case_id", "true"), ("case_party", "case_id", "true"),
        ("running_inspector", "case_id", "true"), ("seat", "case_id", "true"),
        ("vote", "case_id", "true"), ("matter", "case_id", "true"), ("assignment", "case_id", "true"), ("assignment_sitter", "case_id", "true"),
        ("timer", "case_id", "true"), (Events, "case_id", "true"), ("wake", "receiver_id", "true"), ("public.notice", "case_id", "true"),
        ("notice_row", "case_id", "true"), ("outbox", "subject_id", "sent_at IS NOT NULL"), ("message", "subject_id", "true"),
    ];

    private static readonly ImmutableArray<string> Clocks = ["flow_case", "assignment", "assignment_sitter", "timer"];

    private const string Events = "case_event";

    private const string Tree = "SELECT case_id FROM flow_case WHERE unit_id = @unit AND root_id = @root";

    private readonly ImmutableArray<CaseId> _cases;
    private readonly ImmutableArray<TreeEvent> _events;

    private TreeImage(ImmutableArray<CaseId> cases, ImmutableArray<TreeRows> tables, ImmutableArray<TreeEvent> events)
    {
        (_cases, Rows, _events) = (cases, tables, events);
    }

    public ImmutableArray<TreeRows> Rows { get; }

    public static async Task<TreeImage> ReadAsync(BenchServer server, UnitId unit, CaseId root, CancellationToken cancellation)
    {
        await using var admin = await server.OpenAdminAsync(cancellation);
        ImmutableArray<CaseId> cases =
        [
            .. (await admin.QueryAsync<Guid>(Tree, new { unit = unit.Value, root = root.Value }))
                .Select(id => new CaseId(id)),
        ];
        var among = string.Join(',', cases.Select(c => $"'{c.Value}'"));
        var read = new List<(string Table, string Columns, string[] Lines)>();
        foreach (var (table, @case, only) in Tables)
        {
            var columns = await TableColumns.OfAsync(admin, table);
            // By its key, of which the fourth is an event's number: a chain is made anew in its order.
            using var copy = await admin.BeginTextExportAsync(
                $"COPY (SELECT {columns} FROM {table} WHERE unit_id = {unit.Value} AND {@case} IN ({among}) AND {only} ORDER BY 1, 2, 3, 4) TO STDOUT",
                cancellation);
            read.Add((table, columns, (await copy.ReadToEndAsync(cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        }

        var events = read.Single(r => r.Table == Events).Lines;
        var of = new Originals(
            cases.Select((id, place) => (id, place)).ToFrozenDictionary(c => c.id, c => c.place),
            events.Select((line, number) => (Hash: TreeEvent.HashOf(line), number)).ToFrozenDictionary(e => e.Hash, e => e.number));
        return new(
            cases, [.. read.Select(r => new TreeRows(r.Table, r.Columns, [.. r.Lines.Select(l => TreeLine.Read(l, of))]))],
            [.. events.Select(l => TreeEvent.Read(l, of))]);
    }

    /// <summary>How many rows it has in a table.</summary>
    public int Lines(string table) => Rows.Single(t => t.Table == table).Lines.Length;

    public TreeCopy Copy(int number) => new(number, _cases);

    /// <summary>Writes the copies of these numbers into the unit.</summary>
    public async Task WriteAsync(
        BenchServer server, UnitId unit, int first, int count, CancellationToken cancellation, CopiedRows rows = CopiedRows.All,
        Indexes indexes = Indexes.Kept)
    {
        await using var writer = await TreeWriter.OpenAsync(server, rows, indexes, cancellation);
        await writer.WriteAsync(Enumerable.Range(first, count).Select(number => new PlacedCopy(this, unit, number)), cancellation);
    }

    public static bool Takes(CopiedRows rows, string table) => rows == CopiedRows.All || Clocks.Contains(table);

    /// <summary>The chain of every case of the copy: the hash of each event, in its digits.</summary>
    public ImmutableArray<string> Hashes(TreeCopy copy, UnitId unit)
    {
        var hashes = ImmutableArray.CreateBuilder<string>(_events.Length);
        var before = Chain.Start;
        foreach (var e in _events)
        {
            before = e.Link(before, unit, copy);
            hashes.Add(Convert.ToHexStringLower(before));
        }

        return hashes.MoveToImmutable();
    }
}

/// <summary>The rows of a tree in one table.</summary>
internal sealed record TreeRows(string Table, string Columns, ImmutableArray<TreeLine> Lines)
{
    public void Write(StringBuilder to, UnitId unit, TreeCopy copy, ImmutableArray<string> hashes)
    {
        foreach (var line in Lines)
        {
            line.Write(to, unit, copy, hashes);
        }
    }
}
