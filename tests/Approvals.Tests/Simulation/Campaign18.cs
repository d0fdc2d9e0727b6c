using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.Readers.Notices;
using Approvals.Readers.Units;
using Approvals.Tests.Calendars;
using Approvals.Tests.Definitions;

namespace Approvals.Tests.Simulation;

/// <summary>The campaign of 18号 as its twin's unit plays it, from the day of issue to the end of the next year.</summary>
internal sealed class Campaign18
{
    public static readonly DateOnly IssuedOn = new(2021, 6, 2);
    public static readonly DateOnly Finish = new(2021, 12, 31);

    private static readonly UnitFile Unit = ReadUnit();
    private static readonly NoticeDraft Draft = ReadNotice();

    private Campaign18(World world, Scene scene, Played played) => (World, Scene, Played) = (world, scene, played);

    public World World { get; }

    public Scene Scene { get; }

    public Played Played { get; }

    public Case Notice => World.Cases.First();

    public static Campaign18 Play(long seed, Func<Scene, Scene>? change = null, WorkflowBook? book = null)
    {
        var play = CampaignPlay.Of(Draft, Unit, book ?? Shipped.Book, OfficialCalendars.Shipped, IssuedOn, Finish);
        play.Strangers.ShouldBeEmpty();
        var scene = new Scene(seed, new DateOnly(2022, 12, 31), Finish, "因故", "已办");
        scene = change?.Invoke(scene) ?? scene;
        return new Campaign18(play.World, scene, Rehearsal.Play(play.World, scene, play.Opening));
    }

    /// <summary>All of it as text, so that two plays can be compared to the byte.</summary>
    public string Text() => string.Join('\n', World.History.Select(r => System.Text.Json.JsonSerializer.Serialize(r)))
        + string.Join('\n', World.Messages.Select(m => $"{m.At:O} {m.Case} {m.Tell} {string.Join(',', m.Tell.To)}"))
        + string.Join('\n', Played.Presses.Select(p => $"{p.At:O} {p.Case} {p.Act.By} {p.Act.Action} {p.Sheet} {p.Signature}"))
        + string.Join('\n', Played.Left.Select(l => $"{l.Case} {l.Stage} {string.Join(',', l.MaySit)}"));

    private static UnitFile ReadUnit()
    {
        using var file = File.OpenRead(RepositoryFiles.PathOf("units/twin.yaml"));
        return UnitFile.Read(file, "twin.yaml");
    }

    private static NoticeDraft ReadNotice()
    {
        using var file = File.OpenRead(RepositoryFiles.PathOf("samples/sx-tcm-2021-18.docx"));
        return NoticeReader.Read(file, "sx-tcm-2021-18.docx", new ReadOptions(OfficialCalendars.Shipped));
    }
}
