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

    /// <summary>Written when all of it stands: what it holds.</summary>
    private const string Whole = "province.txt";

    private readonly ImmutableArray<PersonId> _people =
        [.. office.Directory.Directory.People.Keys.Where(p => office.Directory.Directory.PostsOf(p, office.Today).Any()).OrderBy(p => p.Value)];

    public BenchOffice Office => office;

    /// <summary>Where it lies.</summary>
    public BenchServer Server => server;

    public string About => about;

    /// <summary>A folder for one that is to stay: made where there is none.</summary>
    /// <exception cref="OfficeException">It holds something else, an office's own data perhaps, or one that was not written to its end.</exception>
    public static string FolderFor(string path)
    {
        var folder = Directory.CreateDirectory(path).FullName;
        return File.Exists(Path.Combine(folder, Whole)) || !Directory.EnumerateFileSystemEntries(folder).Any()
            ? folder
            : throw new OfficeException($"{folder} 里不是一份写完的测试数据：请换一个空文件夹。里面的东西没有动过。");
    }

    /// <summary>The one that lies on the server, or else one of that size.</summary>
    public static async Task<ProvinceOffice> OpenAsync(BenchServer server, ProvinceSize size, CancellationToken cancellation)
    {
        var whole = Path.Combine(server.Folder, Whole);
        var office = await BenchOffice.OpenAsync(server, "province", cancellation);
        if (!File.Exists(whole))
        {
            var written = await new Province(server, office).WriteAsync(size, cancellation);
            await File.WriteAllTextAsync(whole, Tell(written), cancellation);
        }

        return new(
            server, office, [.. (await server.ListAsync<int>(Units, new { first = office.Unit.ShortName })).Select(n => new UnitId(n))],
            await File.ReadAllTextAsync(whole, cancellation));
    }

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
