using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Approvals.Engine;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Bench.Ground;

/// <summary>
/// All rows of one tree of cases (a notice with whatever descends from it) as the product itself wrote them, and copies of it: other
/// ids, another unit, and histories whose chains are whole, since each copy's hashes are made anew. Written by COPY.
/// </summary>
internal sealed partial class TreeImage
{
    /// <summary>Every table that holds rows of a case, and where the case stands in it.</summary>
    private static readonly ImmutableArray<(string Table, string Case)> Tables =
    [
        ("flow_case", "case_id"), ("asked", "case_id"), ("case_party", "case_id"), ("seat", "case_id"), ("vote", "case_id"), ("matter", "case_id"),
        ("assignment", "case_id"), ("assignment_sitter", "case_id"), ("timer", "case_id"), ("case_event", "case_id"),
        ("wake", "receiver_id"), ("public.notice", "case_id"), ("notice_row", "case_id"),
    ];

    private const string Tree = "SELECT case_id FROM flow_case WHERE unit_id = @unit AND root_id = @root";

    private const string Columns = """
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
        FROM pg_attribute
        WHERE attrelid = @table::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''
        """;

    private readonly ImmutableArray<TableRows> _tables;
    private readonly ImmutableArray<StoredEvent> _events;

    private TreeImage(ImmutableArray<CaseId> cases, ImmutableArray<TableRows> tables, ImmutableArray<StoredEvent> events)
    {
        (Cases, _tables, _events) = (cases, tables, events);
    }

    public ImmutableArray<CaseId> Cases { get; }

    public static async Task<TreeImage> ReadAsync(BenchServer server, UnitId unit, CaseId root, CancellationToken cancellation)
    {
        await using var admin = await server.OpenAdminAsync(cancellation);
        ImmutableArray<CaseId> cases =
        [
            .. (await admin.QueryAsync<Guid>(Tree, new { unit = unit.Value, root = root.Value }))
                .Select(id => new CaseId(id)),
        ];
        var known = cases.ToFrozenSet();
        var among = string.Join(',', cases.Select(c => $"'{c.Value}'"));
        var tables = ImmutableArray.CreateBuilder<TableRows>();
        var events = ImmutableArray<StoredEvent>.Empty;
        foreach (var (table, @case) in Tables)
        {
            var columns = await admin.QuerySingleAsync<string>(Columns, new { table });
            // By its key, of which the fourth is an event's number: a chain is made anew in its order.
            using var copy = await admin.BeginTextExportAsync(
                $"COPY (SELECT {columns} FROM {table} WHERE unit_id = {unit.Value} AND {@case} IN ({among}) ORDER BY 1, 2, 3, 4) TO STDOUT", cancellation);
            var lines = (await copy.ReadToEndAsync(cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (table == "case_event")
            {
                events = [.. lines.Select(l => StoredEvent.Read(l, known))];
            }

            tables.Add(new TableRows(table, columns, [.. lines.Select(l => Line.Read(l, known))]));
        }

        return new(cases, tables.ToImmutable(), events);
    }

    /// <summary>How many rows it has in a table.</summary>
    public int Lines(string table) => _tables.Single(t => t.Table == table).All.Length;

    public TreeCopy Copy(int number) => new(number, Cases.ToFrozenDictionary(c => c, c => TreeCopy.Id(c, number)));

    /// <summary>Writes the copies of these numbers into the unit.</summary>
    public async Task WriteAsync(BenchServer server, UnitId unit, int first, int count, CancellationToken cancellation)
    {
        await using var admin = await server.OpenAdminAsync(cancellation);
        // What is copied was whole: the constraints need not look at every row of it again.
        await admin.ExecuteAsync("SET session_replication_role = replica");
        for (var from = first; from < first + count; from += AtOnce)
        {
            var copies = Enumerable.Range(from, Math.Min(AtOnce, first + count - from)).Select(Copy).ToList();
            var heads = copies.Select(copy => Heads(copy, unit)).ToList();
            foreach (var table in _tables)
            {
                await using var copy = await admin.BeginTextImportAsync($"COPY {table.Table} ({table.Columns}) FROM STDIN", cancellation);
                foreach (var (one, hashes) in copies.Zip(heads))
                {
                    await WriteAsync(copy, table, one, hashes, unit);
                }
            }
        }
    }

    /// <summary>Trees whose lines go through one COPY: memory holds their hashes.</summary>
    private const int AtOnce = 500;

    private static async Task WriteAsync(TextWriter to, TableRows table, TreeCopy copy, Hashes hashes, UnitId unit)
    {
        var text = new StringBuilder();
        foreach (var line in table.All)
        {
            line.Write(text, copy, hashes, unit);
        }

        await to.WriteAsync(text);
    }

    /// <summary>The chain of every case of the copy: the hash of each event, by its original's.</summary>
    private Hashes Heads(TreeCopy copy, UnitId unit)
    {
        var made = new Dictionary<string, string>();
        var before = Chain.Start;
        foreach (var e in _events)
        {
            before = Chain.Link(
                e.Seq == 1 ? Chain.Start : before, unit, copy[e.Case], e.Seq, e.Kind, e.Actor, e.RecordedAt, e.EffectiveOn,
                e.Payload(copy));
            made[e.Hash] = Convert.ToHexStringLower(before);
        }

        return new Hashes(made);
    }

    /// <summary>By the hexadecimal digits of the original hash.</summary>
    private sealed record Hashes(IReadOnlyDictionary<string, string> Of);

    private sealed record TableRows(string Table, string Columns, ImmutableArray<Line> All);

    /// <summary>A row as COPY writes it, cut where something of the copy stands instead.</summary>
    private sealed record Line(ImmutableArray<Piece> Pieces)
    {
        public static Line Read(string line, FrozenSet<CaseId> cases)
        {
            var pieces = ImmutableArray.CreateBuilder<Piece>();
            // Every table begins with unit_id.
            var at = line.IndexOf('\t');
            pieces.Add(new Piece.Unit());
            foreach (Match match in Marks().Matches(line, at))
            {
                Piece? piece = match switch
                {
                    { Groups: var g } when g["dashed"].Success => Known(Guid.Parse(match.Value), cases) is { } id ? new Piece.Dashed(id) : null,
                    { Groups: var g } when g["hash"].Success => new Piece.Hash(g["hash"].Value),
                    { Groups: var g } when g["json"].Success => new Piece.Json(PayloadText.Read(Convert.FromHexString(g["json"].Value), cases)),
                    _ => Known(Guid.ParseExact(match.Value, "N"), cases) is { } id ? new Piece.Plain(id) : null,
                };
                if (piece is not null)
                {
                    pieces.Add(new Piece.Text(line[at..match.Index] + (piece is Piece.Hash or Piece.Json ? @"\\x" : "")));
                    pieces.Add(piece);
                    at = match.Index + match.Length;
                }
            }

            pieces.Add(new Piece.Text(line[at..] + "\n"));
            return new(pieces.ToImmutable());
        }

        public void Write(StringBuilder to, TreeCopy copy, Hashes hashes, UnitId unit)
        {
            foreach (var piece in Pieces)
            {
                _ = piece switch
                {
                    Piece.Text text => to.Append(text.Written),
                    Piece.Unit => to.Append(unit.Value),
                    Piece.Dashed dashed => to.Append(copy[dashed.Case].Value),
                    Piece.Plain plain => to.Append(copy[plain.Case]),
                    Piece.Json json => to.Append(Convert.ToHexStringLower(json.Payload.Of(copy))),
                    Piece.Hash hash => to.Append(hashes.Of.GetValueOrDefault(hash.Digits, hash.Digits)),
                    _ => throw new System.Diagnostics.UnreachableException(),
                };
            }
        }

        private static CaseId? Known(Guid id, FrozenSet<CaseId> cases) => cases.Contains(new CaseId(id)) ? new CaseId(id) : null;
    }

    private abstract record Piece
    {
        private Piece()
        {
        }

        public sealed record Text(string Written) : Piece;

        public sealed record Unit : Piece;

        /// <summary>A case's id as PostgreSQL writes it.</summary>
        public sealed record Dashed(CaseId Case) : Piece;

        /// <summary>The same as JSON has it.</summary>
        public sealed record Plain(CaseId Case) : Piece;

        public sealed record Hash(string Digits) : Piece;

        public sealed record Json(PayloadText Payload) : Piece;
    }

    /// <summary>An event's exact bytes, cut where case ids stand.</summary>
    private sealed record PayloadText(ImmutableArray<(byte[] Text, CaseId? Case)> Pieces)
    {
        public static PayloadText Read(byte[] bytes, FrozenSet<CaseId> cases)
        {
            var text = Encoding.UTF8.GetString(bytes);
            var pieces = ImmutableArray.CreateBuilder<(byte[], CaseId?)>();
            var at = 0;
            foreach (Match match in PlainId().Matches(text))
            {
                if (cases.Contains(new CaseId(Guid.ParseExact(match.Value, "N"))))
                {
                    pieces.Add((Encoding.UTF8.GetBytes(text[at..match.Index]), new CaseId(Guid.ParseExact(match.Value, "N"))));
                    at = match.Index + match.Length;
                }
            }

            pieces.Add((Encoding.UTF8.GetBytes(text[at..]), null));
            return new(pieces.ToImmutable());
        }

        public byte[] Of(TreeCopy copy) => Pieces is [var (only, _)] ? only
            : [.. Pieces.SelectMany(p => p.Case is { } id ? [.. p.Text, .. Encoding.UTF8.GetBytes(copy[id].ToString())] : p.Text)];
    }

    /// <summary>What its hash covers.</summary>
    private sealed record StoredEvent(
        CaseId Case, int Seq, string Kind, int? Actor, DateTimeOffset RecordedAt, DateOnly EffectiveOn, PayloadText Text, string Hash)
    {
        public byte[] Payload(TreeCopy copy) => Text.Of(copy);

        public static StoredEvent Read(string line, FrozenSet<CaseId> cases) => line.Split('\t') is
            [_, _, var id, var seq, var kind, var actor, var at, var on, var payload, var hash]
            ? new(
                new CaseId(Guid.Parse(id)), int.Parse(seq, CultureInfo.InvariantCulture), kind,
                actor == @"\N" ? null : int.Parse(actor, CultureInfo.InvariantCulture),
                DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), DateOnly.Parse(on, CultureInfo.InvariantCulture),
                PayloadText.Read(Convert.FromHexString(payload.AsSpan(3)), cases), hash[3..])
            : throw new InvalidOperationException("an event has other columns");
    }

    /// <summary>Ids with and without dashes; of bytes, hashes (32 of them) and JSON, which begins with a brace.</summary>
    [GeneratedRegex(
        @"(?<dashed>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
        + @"|\\\\x(?:(?<hash>[0-9a-f]{64})(?=\t|$)|(?<json>7b[0-9a-f]*)(?=\t|$))|(?<plain>(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f]))")]
    private static partial Regex Marks();

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")]
    private static partial Regex PlainId();
}
