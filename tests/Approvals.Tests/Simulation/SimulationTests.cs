using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Simulation;
using Approvals.Readers.Definitions;
using Approvals.Readers.Units;
using Approvals.Tests.Cases;
using Approvals.Tests.Definitions;
using Xunit.Abstractions;

namespace Approvals.Tests.Simulation;

/// <summary>The campaign of 18号 played in memory, from its issue on 2021-06-02, over the holidays and make-up days.</summary>
[Trait("Part", "engine")]
public sealed class SimulationTests(ITestOutputHelper output)
{
    private static readonly int Seeds = LongRun.Times("engine", 80, 2_000);

    private static readonly TimeOnly Begins = new(8, 30);
    private static readonly TimeOnly Ends = new(17, 0);

    [Fact]
    public void The_same_seed_plays_the_same_to_the_last_byte() =>
        Campaign18.Play(11).Text().ShouldBe(Campaign18.Play(11).Text());

    [Fact]
    public void Two_seeds_play_differently() =>
        Campaign18.Play(11).Text().ShouldNotBe(Campaign18.Play(12).Text());

    [Fact]
    public void Whatever_the_seed_a_campaign_ends_or_says_whom_it_waits_for()
    {
        var first = LongRun.Seed("engine", 1);
        var (ended, events, presses) = (0, 0, 0);
        for (var seed = first; seed < first + Seeds; seed++)
        {
            var campaign = Campaign18.Play(seed);
            campaign.World.Stuck.ShouldBeEmpty($"seed {seed}");
            campaign.Played.Refused.ShouldBeNull($"seed {seed}");
            if (!campaign.Notice.Ended)
            {
                campaign.Played.Left.ShouldContain(left => !left.MaySit.IsEmpty, $"seed {seed}");
            }

            ended += campaign.Notice.Ended ? 1 : 0;
            events += campaign.World.History.Count;
            presses += campaign.Played.Presses.Length;
        }

        output.WriteLine($"seeds {first} to {first + Seeds - 1}: {ended} ended, {events} events, {presses} presses");
        ended.ShouldBeGreaterThan(Seeds * 9 / 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Nobody_acts_outside_his_seat_on_a_day_off_or_when_the_office_is_closed(int seed)
    {
        var campaign = Campaign18.Play(seed);
        var (world, seats) = (campaign.World, new Dictionary<(CaseId, int), ImmutableArray<Seat>>());
        foreach (var row in world.History)
        {
            switch (row.Event)
            {
                case CaseEvent.RoundOpened opened:
                    seats[(row.Case, opened.Round)] = opened.Seats;
                    break;
                case CaseEvent.VoteCast vote:
                    Acts(row, vote.Round, vote.Seat, vote.Decider);
                    break;
                case CaseEvent.ReportMade report:
                    Acts(row, report.Round, report.Seat, report.Decider);
                    break;
                default:
                    break;
            }
        }

        campaign.Played.Presses.ShouldNotBeEmpty();

        void Acts(Recorded row, int round, SeatNo seat, Decider decider)
        {
            Seating.MaySit(seats[(row.Case, round)].Single(s => s.No == seat), decider.Person, world.Directory, row.On).ShouldBeTrue();
            world.Calendar.IsWorkday(row.On).ShouldBeTrue($"{row.On}");
            world.Hours.MinuteOf(row.At).ShouldBeInRange(Begins, Ends);
            row.Actor.ShouldBe(decider.Person);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void The_replay_of_what_was_played_gives_every_case_as_it_stands(int seed)
    {
        var world = Campaign18.Play(seed).World;
        foreach (var @case in world.Cases)
        {
            CaseText.ReplayIsLive(@case, world.EventsOf(@case.Id));
        }
    }

    [Fact]
    public void The_presses_played_again_in_another_world_write_the_same_history()
    {
        var played = Campaign18.Play(3);
        var again = Campaign18.Prepare();
        again.World.Open(again.Opening.Id, again.Opening.Workflow, again.Opening.At, again.Opening.Seed, again.Opening.By).ShouldBeNull();
        // What the clock does comes in between; the instants at which something fired are told by the history itself.
        var fired = played.World.History.Where(r => r.Actor is null).Select(r => r.At);
        var presses = played.Played.Presses.ToLookup(p => p.At);
        foreach (var at in fired.Concat(presses.Select(p => p.Key)).Distinct().Order())
        {
            again.World.Now = at;
            again.World.CommitDue(again.World.Cases.Where(c => !c.Ended).Select(c => c.Id).ToList()).ShouldBeEmpty();
            again.World.Settle();
            foreach (var press in presses[at])
            {
                again.World.Do(press.Case, press.Act).ShouldBeNull();
            }
        }

        foreach (var @case in played.World.Cases)
        {
            again.World.EventsOf(@case.Id).Select(Line).ShouldBe(played.World.EventsOf(@case.Id).Select(Line));
        }

        static string Line(CaseEvent e) => System.Text.Json.JsonSerializer.Serialize(e);
    }

    [Fact]
    public void One_person_more_who_has_nothing_to_do_with_it_changes_nothing() =>
        Campaign18.Play(4, unit: unit => unit with
        {
            People = unit.People.Add(new UnitPerson("新来人", "xinlairen", null)),
            Posts = unit.Posts.Add(new UnitPost("xinlairen", "财务科", new RoleId("handler"), unit.From, null)),
        }).Text().ShouldBe(Campaign18.Play(4).Text());

    [Fact]
    public void The_late_are_reminded_then_their_head_hears_of_it_then_the_office_releases_it_to_the_leader()
    {
        var campaign = Campaign18.Play(1, everybody: Behaviour.Late);
        var kinds = campaign.World.Messages.Select(m => m.Tell.Kind).ToList();
        kinds.ShouldContain(MessageKind.Reminder);
        kinds.IndexOf(MessageKind.Reminder).ShouldBeLessThan(kinds.IndexOf(MessageKind.Escalation));
        campaign.World.Cases.ShouldContain(c => c.Workflow == new WorkflowId("reporting-up"));
        campaign.World.Stuck.ShouldBeEmpty();
    }

    [Fact]
    public void Where_everybody_is_diligent_nobody_hears_that_work_is_late() =>
        Campaign18.Play(1, everybody: Behaviour.Diligent).World.Messages
            .Where(m => m.Tell.Kind == MessageKind.Escalation).ShouldBeEmpty();

    [Fact]
    public void Those_who_send_back_make_gaps_and_returns_and_it_ends_all_the_same()
    {
        var campaign = Campaign18.Play(1, everybody: Behaviour.Returning);
        campaign.World.Cases.SelectMany(c => c.Votes).ShouldContain(v => v.Action == new ActionId("return"));
        campaign.World.Cases.SelectMany(c => c.Matters).ShouldNotBeEmpty();
        campaign.Notice.Ended.ShouldBeTrue();
    }

    [Fact]
    public void No_message_is_shown_on_a_day_off_or_before_the_office_opens()
    {
        var world = Campaign18.Play(2, everybody: Behaviour.Late).World;
        world.Messages.ShouldNotBeEmpty();
        foreach (var shown in world.Messages.Select(m => m.Tell.NotBefore))
        {
            world.Calendar.IsWorkday(world.Hours.DayOf(shown)).ShouldBeTrue($"{shown:O}");
            world.Hours.MinuteOf(shown).ShouldBeGreaterThanOrEqualTo(world.Hours.Opening);
        }
    }

    [Fact]
    public void Verification_opens_by_itself_at_its_date_before_the_campaign_ends()
    {
        var world = Campaign18.Play(1).World;
        var on = NamedDates.Of(world.Book, Campaign18.Finish, world.Calendar)["checks"];
        var opened = world.History.First(r => r.Event is CaseEvent.StageEntered { Stage.Value: "self-checking" });
        (opened.Actor, opened.At).ShouldBe((null, world.Hours.Opens(on)));
        on.ShouldBeLessThan(Campaign18.Finish);
    }

    [Fact]
    public void Every_month_is_pictured_with_its_ten_rows_and_at_the_end_all_are_closed_out()
    {
        var campaign = Campaign18.Play(1);
        campaign.Played.Months.ShouldAllBe(m => m.Rows.Length == 10);
        campaign.Played.Months[0].Day.ShouldBe(new DateOnly(2021, 6, 30));
        campaign.Played.Months[^1].Rows.ShouldAllBe(c => c.Ended || c.Stage == new StageId("cleared"));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(20210602)]
    public void A_play_knows_no_word_of_the_office(int seed)
    {
        var files = Directory.GetFiles(RepositoryFiles.PathOf("workflows"), "*.yaml")
            .ToDictionary(path => Path.GetFileName(path), File.ReadAllText, StringComparer.Ordinal);
        files["twin.yaml"] = File.ReadAllText(RepositoryFiles.PathOf("units/twin.yaml"));
        var words = RandomWords.Rename(seed, files);
        var book = BookReader.Read(words.Files.Where(f => f.Key != "twin.yaml")
            .Select(f => new DefinitionFile(f.Key, System.Text.Encoding.UTF8.GetBytes(f.Value))));
        using var unit = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(words.Files["twin.yaml"]));

        var file = UnitFile.Read(unit, "twin.yaml");
        var campaign = Campaign18.Play(seed, unit: _ => file, book: book, everybody: Behaviour.Diligent);

        campaign.World.Stuck.ShouldBeEmpty();
        campaign.Notice.Ended.ShouldBeTrue();
    }
}
