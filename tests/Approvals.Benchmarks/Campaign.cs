using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.Readers.Calendars;
using Approvals.Readers.Definitions;
using Approvals.Readers.Notices;
using Approvals.Readers.Units;
using BenchmarkDotNet.Attributes;

namespace Approvals.Benchmarks;

/// <summary>
/// Every command of a campaign of 50 items, from its registration to its end: presses, timers, and the looks that follow from
/// them. What is measured is a command of the mean campaign, deciding and evolving; the world around it is not.
/// </summary>
[MemoryDiagnoser]
public class Campaign
{
    /// <summary>The shape of a campaign hardly depends on how many commands are taken; as many as every campaign has.</summary>
    private const int Commands = 1_000;

    private const int Items = 50;

    private static readonly DateOnly Finish = new(2021, 12, 31);

    private readonly List<(Case Case, CaseCommand Command, Context Context)> _asked = [];

    [GlobalSetup]
    public void Play()
    {
        var unit = Read("units/twin.yaml", file => UnitFile.Read(file, "twin.yaml"));
        var draft = Read("samples/sx-tcm-2021-18.docx", file => NoticeReader.Read(file, "notice.docx", new ReadOptions(Calendar())));
        draft = draft with
        {
            Items = [.. Enumerable.Range(0, Items).Select(n => draft.Items[n % draft.Items.Length] with { No = n + 1 })],
        };
        var play = CampaignPlay.Of(draft, unit, Book(), Calendar(), draft.IssuedOn ?? Finish, Finish);
        play.World.Asked = (@case, command, context) => _asked.Add((@case, command, context));
        Rehearsal.Play(play.World, new Scene(7, new DateOnly(2022, 12, 31), Finish, "因故", "已办"), play.Opening);
        if (_asked.Count < Commands || play.World.Cases.Count(c => c.Key.Length > 0 && c.Parent is not null) < Items)
        {
            throw new InvalidOperationException($"only {_asked.Count} commands were asked");
        }

        // Evenly over its life, so that the long middle does not hide the crowded end.
        var step = _asked.Count / (double)Commands;
        var taken = Enumerable.Range(0, Commands).Select(n => _asked[(int)(n * step)]).ToList();
        _asked.Clear();
        _asked.AddRange(taken);
    }

    [Benchmark(OperationsPerInvoke = Commands)]
    public int DecideOne()
    {
        var events = 0;
        foreach (var (@case, command, context) in _asked)
        {
            events += Decisions.Decide(@case, command, context) is Decision.Permitted permitted ? permitted.Events.Length : 1;
        }

        return events;
    }

    private static WorkflowBook Book() => BookReader.Read(Directory.GetFiles(Project.PathOf("workflows"), "*.yaml")
        .Select(path => new DefinitionFile(Path.GetFileName(path), File.ReadAllBytes(path))));

    private static Engine.Calendars.WorkCalendar Calendar() => CalendarReader.ReadAll(
        Directory.GetFiles(Project.PathOf("calendars"), "*.yaml").Select(path => (Path.GetFileName(path), File.ReadAllText(path))));

    private static T Read<T>(string path, Func<Stream, T> read)
    {
        using var file = File.OpenRead(Project.PathOf(path));
        return read(file);
    }
}
