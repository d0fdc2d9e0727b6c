using System.Text.Json;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.Readers.Units;
using Approvals.Tests.Calendars;
using Approvals.Tests.Definitions;
using Approvals.Tests.Notices;

namespace Approvals.Tests.Simulation;

/// <summary>The campaign of 18号 as its twin's unit plays it, from the day of issue to the end of the next year.</summary>
internal sealed class Campaign18
{
    public static readonly DateOnly Finish = new(2021, 12, 31);

    private static readonly DateOnly IssuedOn = new(2021, 6, 2);
    private static readonly UnitFile Twin = ReadUnit();

    private Campaign18(World world, Played played) => (World, Played) = (world, played);

    public World World { get; }

    public Played Played { get; }

    public Case Notice => World.Cases.First();

    public static Campaign18 Play(
        long seed, Behaviour? everybody = null, Func<UnitFile, UnitFile>? unit = null, WorkflowBook? book = null)
    {
        var play = Prepare(unit, book);
        var scene = new Scene(seed, new DateOnly(2022, 12, 31), Finish, "因故", "已办");
        if (everybody is { } all)
        {
            scene = scene with { Known = scene.Known.AddRange(play.World.Directory.People.Keys.Select(p => KeyValuePair.Create(p, all))) };
        }

        return new Campaign18(play.World, Rehearsal.Play(play.World, scene, play.Opening));
    }

    public static CampaignPlay Prepare(Func<UnitFile, UnitFile>? unit = null, WorkflowBook? book = null)
    {
        var play = CampaignPlay.Of(
            SampleNotice.FromDocx, unit?.Invoke(Twin) ?? Twin, book ?? Shipped.Book, OfficialCalendars.Shipped, IssuedOn, Finish);
        play.Strangers.ShouldBeEmpty();
        return play;
    }

    /// <summary>All of it as text, so that two plays can be compared to the byte.</summary>
    public string Text() => string.Join('\n',
    [
        .. World.History.Select(r => JsonSerializer.Serialize(r)),
        .. World.Messages.Select(m => $"{m.At:O} {m.Case} {m.Tell} {string.Join(',', m.Tell.To)}"),
        .. Played.Presses.Select(p => $"{p.At:O} {p.Case} {p.Act.By} {p.Act.Action} {p.Sheet} {p.Signature}"),
        .. Played.Left.Select(l => $"{l.Case} {l.Stage} {string.Join(',', l.MaySit)}"),
    ]);

    private static UnitFile ReadUnit()
    {
        using var file = File.OpenRead(RepositoryFiles.PathOf("units/twin.yaml"));
        return UnitFile.Read(file, "twin.yaml");
    }
}
