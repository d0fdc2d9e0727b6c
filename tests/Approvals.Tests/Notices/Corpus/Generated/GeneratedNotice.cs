using System.Collections.Immutable;

namespace Approvals.Tests.Notices.Corpus.Generated;

/// <summary>Deadline words and what the table of the field makes of them.</summary>
internal sealed record Term(string Words, DateOnly? Due, bool MustConfirm = false, string? Recurrence = null, bool YearLong = false);

internal sealed record Task(Work Work, ImmutableArray<string> Leads, ImmutableArray<string> Supports, string Leader, Term Term);

/// <summary>What a generated notice says, before it is laid out; a seed gives the same one each time.</summary>
internal sealed record GeneratedNotice(
    World World, int Year, int Serial, DateOnly IssuedOn, DateOnly PrintedOn, ImmutableArray<Task> Tasks)
{
    public string Number => $"{World.Code}〔{Year}〕{Serial}号";

    public string Title => $"{World.Unit}关于印发《{World.Subject}实施方案》的通知";

    public static GeneratedNotice From(int seed)
    {
        var random = new Random(seed);
        var world = World.All[seed % World.All.Length];
        var year = random.Next(2021, 2026);
        var issued = new DateOnly(year, random.Next(1, 5), random.Next(6, 25));
        var works = world.Works.ToArray();
        random.Shuffle(works);
        return new GeneratedNotice(
            world, year, random.Next(3, 90), issued, issued.AddDays(random.Next(0, 3)),
            [.. works.Take(random.Next(5, works.Length + 1)).Select(work => Give(work, world, issued, random))]);
    }

    private static Task Give(Work work, World world, DateOnly issued, Random random)
    {
        var bodies = world.Bodies.ToArray();
        random.Shuffle(bodies);
        var leads = random.Next(1, 3);
        return new Task(
            work, [.. bodies.Take(leads)], [.. bodies.Skip(leads).Take(random.Next(1, 3))],
            world.People[random.Next(world.People.Length)], Set(issued, random));
    }

    /// <summary>A month after the notice's own, so that nothing is past.</summary>
    private static Term Set(DateOnly issued, Random random)
    {
        var month = random.Next(issued.Month + 1, 13);
        var year = random.Next(2) == 0 ? $"{issued.Year}年" : "";
        var day = random.Next(2, 28);
        return random.Next(9) switch
        {
            0 => new Term($"{year}{month}月{day}日前", new DateOnly(issued.Year, month, day), MustConfirm: true),
            1 => new Term($"{year}{month}月中旬", new DateOnly(issued.Year, month, 20)),
            2 => new Term($"{year}{month}月上旬", new DateOnly(issued.Year, month, 10)),
            3 => new Term("年底前", new DateOnly(issued.Year, 12, 31)),
            4 => new Term("长期坚持", null),
            5 => new Term("每季度", null, Recurrence: "FREQ=MONTHLY;INTERVAL=3"),
            6 => new Term("全年", new DateOnly(issued.Year, 12, 31), YearLong: true),
            _ => new Term($"{year}{month}月底前", new DateOnly(issued.Year, month, DateTime.DaysInMonth(issued.Year, month))),
        };
    }
}
