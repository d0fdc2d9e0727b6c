using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine;

namespace Approvals.Web.Bench.Ground;

/// <summary>How large a province is.</summary>
/// <param name="Closed">Assignments that are done, of all units together.</param>
/// <param name="Open">Assignments that wait for somebody.</param>
/// <param name="Notices">Rows of a notice, and how many of a hundred notices have so many: many small ones, a few huge.</param>
internal sealed record ProvinceSize(int Units, int Years, int Closed, int Open, ImmutableArray<(int Rows, int OfAHundred)> Notices)
{
    /// <summary>The one of the aims (design 10).</summary>
    public static ProvinceSize Whole { get; } = new(500, 20, 10_000_000, 1_000_000, [(2, 60), (6, 28), (20, 10), (120, 2)]);

    /// <summary>Written in seconds: two units, each of half of a whole one.</summary>
    public static ProvinceSize Small { get; } = new(2, 1, 20_000, 2_000, [(2, 80), (6, 20)]);

    /// <summary>The same with so many units less: each of them as it was.</summary>
    public ProvinceSize Times(double part) =>
        new(Math.Max(2, (int)(Units * part)), Years, (int)(Closed * part), (int)(Open * part), Notices);
}

/// <summary>What was written.</summary>
/// <param name="Largest">Assignments that are done in the unit with most of them.</param>
/// <param name="Copied">Rows that were written by COPY, and how long that took.</param>
internal sealed record Written(
    ImmutableArray<UnitId> Units, long Closed, long Open, long Events, long Largest, (long Rows, TimeSpan Took) Copied, TimeSpan Took);

/// <summary>
/// A believable province: many units, years of campaigns that are over and some that run, most of them small and a few huge. Each kind
/// of campaign is played once a year in the first unit and written as the product writes it; all others are copies of those by COPY,
/// with other ids and with chains of their own.
/// </summary>
internal sealed class Province(BenchServer server, BenchOffice office)
{
    private const string Directory = """
        INSERT INTO unit (unit_id, name, short_name, demonstration, zone)
        SELECT n, name || n, short_name || n, demonstration, zone FROM unit, generate_series(@first, @last) n WHERE unit_id = @of
        """;

    /// <summary>Tables of a unit itself. Accounts are nobody's here: a login belongs to one unit.</summary>
    private static readonly ImmutableArray<string> Tables =
    [
        "person", "body", "body_name", "post", "absence", "unit_directory", "edition", "edition_file", "file", "calendar_counted",
    ];

    private const string Counted = """
        SELECT (SELECT count(*) FROM vote WHERE unit_id = ANY (@units)), (SELECT count(*) FROM assignment WHERE unit_id = ANY (@units)),
               (SELECT count(*) FROM case_event WHERE unit_id = ANY (@units))
        """;

    private const string OfLargest = """
        SELECT count(*) FROM vote WHERE unit_id = ANY (@units) GROUP BY unit_id ORDER BY count(*) DESC LIMIT 1
        """;

    /// <summary>Rows of a notice from which it pays to ask for statistics first.</summary>
    private const int Dear = 20;

    /// <summary>The largest unit by the one in the middle.</summary>
    private const double Spread = 10;

    public async Task<Written> WriteAsync(ProvinceSize size, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var units = await UnitsAsync(size.Units, cancellation);
        var (closed, open) = await KindsAsync(size, cancellation);
        var running = Copies(open, k => k.Open, size.Open, units);
        var over = Copies(closed, k => k.Votes, size.Closed - running.Sum(c => (long)c.Kind.Votes * c.Count), units);
        var copying = Stopwatch.StartNew();
        long rows;
        await using (var writer = await TreeWriter.OpenAsync(server, CopiedRows.All, Filling.IndexesFor(size.Closed + size.Open), cancellation))
        {
            await writer.WriteAsync(Placed([.. running, .. over]), cancellation);
            rows = writer.Written;
        }

        var copied = (rows, copying.Elapsed);
        await server.SettleAsync();
        var all = new { units = units.Select(u => u.Value).ToArray() };
        var (votes, waiting, events) = await server.AskAsync<(long, long, long)>(Counted, all);
        return new Written(units, votes, waiting, events, await server.AskAsync<long>(OfLargest, all), copied, watch.Elapsed);
    }

    /// <summary>The first unit and others like it: the same people and bodies under numbers of their own.</summary>
    private async Task<ImmutableArray<UnitId>> UnitsAsync(int count, CancellationToken cancellation)
    {
        var first = await server.AskAsync<int>("SELECT max(unit_id) + 1 FROM unit");
        await using var admin = await server.OpenAdminAsync(cancellation);
        await Dapper.SqlMapper.ExecuteAsync(admin, "SET session_replication_role = replica");
        await Dapper.SqlMapper.ExecuteAsync(admin, Directory, new { first, last = first + count - 2, of = office.Unit.Id.Value });
        foreach (var table in Tables)
        {
            var columns = await TableColumns.OfAsync(admin, table, except: "unit_id");
            await Dapper.SqlMapper.ExecuteAsync(
                admin,
                $"INSERT INTO {table} (unit_id, {columns}) SELECT n, {columns} FROM {table}, generate_series(@first, @last) n WHERE unit_id = @of",
                new { first, last = first + count - 2, of = office.Unit.Id.Value });
        }

        return [office.Unit.Id, .. Enumerable.Range(first, count - 1).Select(n => new UnitId(n))];
    }

    /// <summary>Of every size one campaign a year that is over, and three of this year that have come differently far.</summary>
    private async Task<(ImmutableArray<Kind> Closed, ImmutableArray<Kind> Open)> KindsAsync(ProvinceSize size, CancellationToken cancellation)
    {
        var (closed, open) = (ImmutableArray.CreateBuilder<Kind>(), ImmutableArray.CreateBuilder<Kind>());
        foreach (var (rows, often) in size.Notices)
        {
            // A unit that the statistics do not know yet is planned for as an empty one: dear where many rows are played.
            if (rows >= Dear)
            {
                await server.AdministerAsync("ANALYZE");
            }

            for (var year = 1; year <= size.Years; year++)
            {
                // Over the year, each kind and year on a day of its own; the last one so early that it is over.
                var later = year == 1 ? 0 : ((97 * year) + (31 * rows)) % 330;
                closed.Add(await KindAsync(rows, often, office.Today.AddYears(-year).AddDays(later - rows), 11, year, cancellation));
            }

            for (var month = 1; month <= 3; month++)
            {
                open.Add(await KindAsync(rows, often, office.Today.AddDays(-20 * month), null, month, cancellation));
            }
        }

        return (closed.ToImmutable(), open.ToImmutable());
    }

    /// <param name="months">How long it is played; null: until today.</param>
    private async Task<Kind> KindAsync(int rows, int often, DateOnly begin, int? months, long seed, CancellationToken cancellation)
    {
        await server.MoveClockAsync(TimeSpan.FromDays(begin.DayNumber - office.Today.DayNumber));
        try
        {
            // Its rows go round the leaders and departments, and each kind begins with another.
            var first = (int)((seed * 7) + rows);
            var notice = await office.RegisterAsync(
                $"province/{rows}/{begin:O}", InventedNotice.Believable(first, rows, begin.Year), begin, cancellation);
            await Chronicle.WriteAsync(
                office, notice, seed, months is { } lasting ? begin.AddMonths(lasting) : office.Today.AddDays(-1), cancellation);
            var image = await TreeImage.ReadAsync(server, office.Unit.Id, notice, cancellation);
            return new Kind(image, often, image.Lines("vote"), image.Lines("assignment"));
        }
        finally
        {
            await server.MoveClockAsync(TimeSpan.Zero);
        }
    }

    /// <summary>
    /// As many copies as give so many assignments, spread over the units by their sizes, each kind as often as it is met: a huge one
    /// stands in some units only.
    /// </summary>
    /// <param name="counted">What of a kind is counted.</param>
    private static List<Copied> Copies(
        ImmutableArray<Kind> kinds, Func<Kind, int> counted, long assignments, ImmutableArray<UnitId> units)
    {
        var rounds = (double)assignments / kinds.Sum(k => (long)k.Often * counted(k)) / units.Length;
        var owed = kinds.ToDictionary(k => k, k => 0.5);
        var copies = new List<Copied>();
        foreach (var (unit, size) in units.Zip(Sizes(units.Length)))
        {
            foreach (var kind in kinds)
            {
                owed[kind] += kind.Often * rounds * size;
                var count = (int)owed[kind];
                owed[kind] -= count;
                copies.Add(new(kind, unit, count));
            }
        }

        return copies;
    }

    /// <summary>
    /// How large each unit is, as many times an average one: the second is a half of the first, or so much more that the first is ten
    /// times the one in the middle, and so on (Zipf). The same every time.
    /// </summary>
    private static double[] Sizes(int units)
    {
        var falling = Math.Min(1, Math.Log(Spread) / Math.Log(Math.Max(2, units / 2.0)));
        var weights = Enumerable.Range(1, units).Select(rank => Math.Pow(rank, -falling)).ToArray();
        var average = weights.Average();
        new Random(units).Shuffle(weights);
        return [.. weights.Select(w => w / average)];
    }

    /// <summary>Unit by unit: what stands together in an index is written together.</summary>
    private static IEnumerable<PlacedCopy> Placed(IReadOnlyCollection<Copied> copies)
    {
        var number = 0;
        foreach (var (kind, unit, count) in copies.OrderBy(c => c.Unit.Value))
        {
            for (var last = number + count; number < last; number++)
            {
                yield return new(kind.Image, unit, number);
            }
        }
    }

    /// <summary>So many copies of a campaign that go into a unit.</summary>
    private sealed record Copied(Kind Kind, UnitId Unit, int Count);

    private sealed record Kind(TreeImage Image, int Often, int Votes, int Open);
}
