using System.Collections.Immutable;
using System.Globalization;
using Approvals.Engine;
using Approvals.Web.Features.Identity;

namespace Approvals.Web.Bench.Ground;

/// <summary>A province that was written, and its people.</summary>
internal sealed class ProvinceOffice(BenchOffice office, Written written) : IAsyncDisposable
{
    private readonly ImmutableArray<PersonId> _people =
        [.. office.Directory.Directory.People.Keys.Where(p => office.Directory.Directory.PostsOf(p, office.Today).Any()).OrderBy(p => p.Value)];

    public BenchOffice Office => office;

    public Written Written => written;

    public ImmutableArray<BodyId> Departments { get; } = [.. office.Directory.Directory.Bodies.Keys.OrderBy(b => b.Value)];

    /// <summary>What it holds, for the printed line.</summary>
    public string About => string.Create(
        CultureInfo.InvariantCulture,
        $"{written.Units.Length} units, {written.Closed} closed and {written.Open} open assignments, {written.Events} events, ")
        + string.Create(CultureInfo.InvariantCulture, $"the largest unit has {written.Largest} closed ones, ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"written in {written.Took.TotalSeconds:0} s, {written.Copied.Rows} rows of it copied in {written.Copied.Took.TotalSeconds:0.0} s");

    /// <summary>Any person of any unit: everywhere there are as many, with the same numbers.</summary>
    public CurrentUser Somebody(Random random)
    {
        var unit = written.Units[random.Next(written.Units.Length)];
        var user = office.User(_people[random.Next(_people.Length)]);
        return user with { Unit = user.Unit with { Id = unit }, Directory = user.Directory with { Unit = unit } };
    }

    public ValueTask DisposeAsync() => office.DisposeAsync();
}
