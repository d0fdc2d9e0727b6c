using System.Collections.Immutable;
using System.Globalization;
using Approvals.Engine;
using Approvals.Web.Features.Identity;
using Approvals.Web.Hosting;

namespace Approvals.Web.Bench.Ground;

/// <summary>A province that was written, and its people.</summary>
/// <param name="about">What it holds, for the printed line.</param>
internal sealed class ProvinceOffice(BenchServer server, BenchOffice office, ImmutableArray<UnitId> units, string about) : IAsyncDisposable
{
    /// <summary>The office that was played, and its copies, in the order in which they were written.</summary>
    private const string Units = """
        SELECT unit_id
        FROM unit
        WHERE short_name ~ ('^' || @first || '[0-9]*$')
        ORDER BY unit_id
        """;

    /// <summary>Written when all of it stands: how large it was to be, the day that it was written on, and what it holds.</summary>
    private const string Whole = "province.txt";

    private readonly ImmutableArray<PersonId> _people =
        [.. office.Directory.Directory.People.Keys.Where(p => office.Directory.Directory.PostsOf(p, office.Today).Any()).OrderBy(p => p.Value)];

    public BenchOffice Office => office;

    /// <summary>Where it lies.</summary>
    public BenchServer Server => server;

    public string About => about;

    /// <summary>A folder for one of that size that is to stay: made where there is none.</summary>
    /// <exception cref="OfficeException">
    /// It holds something else, an office's own data perhaps, one that was not written to its end, or one of another size.
    /// </exception>
    public static string FolderFor(string path, ProvinceSize size)
    {
        var folder = Directory.CreateDirectory(path).FullName;
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return folder;
        }

        var whole = Path.Combine(folder, Whole);
        if (!File.Exists(whole) || File.ReadAllLines(whole) is not [var of, _, _])
        {
            throw new OfficeException($"{folder} 里不是一份写完的测试数据：请换一个空文件夹。里面的东西没有动过。");
        }

        return of == Tell(size)
            ? folder
            : throw new OfficeException($"{folder} 里的测试数据是另一种规模的：请用当时的 --part 和 --quick，或者换一个空文件夹。里面的东西没有动过。");
    }

    /// <summary>The one that lies on the server, on the day on which it was written, or else a new one of that size.</summary>
    public static async Task<ProvinceOffice> OpenAsync(BenchServer server, ProvinceSize size, CancellationToken cancellation)
    {
        var whole = Path.Combine(server.Folder, Whole);
        await server.MoveClockAsync(TimeSpan.Zero);
        var office = await BenchOffice.OpenAsync(server, "province", cancellation);
        if (!File.Exists(whole))
        {
            var written = await new Province(server, office).WriteAsync(size, cancellation);
            await File.WriteAllLinesAsync(whole, [Tell(size), office.Today.ToString("O", CultureInfo.InvariantCulture), Tell(written)], cancellation);
        }

        var lines = await File.ReadAllLinesAsync(whole, cancellation);
        if (DateOnly.Parse(lines[1], CultureInfo.InvariantCulture).DayNumber - office.Today.DayNumber is not 0 and var days)
        {
            // What is open has its days: a month later all of it would be late.
            await office.DisposeAsync();
            await server.MoveClockAsync(TimeSpan.FromDays(days));
            office = await BenchOffice.OpenAsync(server, "province", cancellation);
        }

        return new(
            server, office, [.. (await server.ListAsync<int>(Units, new { first = office.Unit.ShortName })).Select(n => new UnitId(n))],
            lines[2]);
    }

    private static string Tell(ProvinceSize size) => string.Create(
        CultureInfo.InvariantCulture,
        $"{size.Units} units, {size.Years} years, {size.Closed} closed, {size.Open} open; rows of a hundred notices: ")
        + string.Join(", ", size.Notices.Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.OfAHundred} of {n.Rows}")));

    private static string Tell(Written written) => string.Create(
        CultureInfo.InvariantCulture,
        $"{written.Units.Length} units, {written.Closed} closed and {written.Open} open assignments, {written.Events} events, ")
        + string.Create(CultureInfo.InvariantCulture, $"the largest unit has {written.Largest} closed ones, ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"written in {written.Took.TotalSeconds:0} s, {written.Copied.Rows} rows of it copied in {written.Copied.Took.TotalSeconds:0.0} s");

    /// <summary>Any person of any unit: everywhere there are as many, with the same numbers.</summary>
    public CurrentUser Somebody(Random random)
    {
        var unit = units[random.Next(units.Length)];
        var user = office.User(_people[random.Next(_people.Length)]);
        return user with { Unit = user.Unit with { Id = unit }, Directory = user.Directory with { Unit = unit } };
    }

    public ValueTask DisposeAsync() => office.DisposeAsync();
}
