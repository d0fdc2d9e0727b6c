using Approvals.Engine.Calendars;
using Approvals.Readers.Calendars;
using Approvals.Web.Features.Cases;
using Approvals.Web.Store.Cases;

namespace Approvals.IntegrationTests.Pages;

public class LampsTests
{
    private static readonly WorkCalendar Calendar = CalendarReader.ReadAll(
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "calendars"), "*.yaml")
            .Select(path => (Path.GetFileName(path), File.ReadAllText(path))));

    [Theory]
    [InlineData("2021-06-30", "2021-07-01", LampColour.Red)]
    [InlineData("2021-06-30", "2021-06-30", LampColour.Yellow)]
    [InlineData("2021-06-30", "2021-06-27", LampColour.Yellow)]
    [InlineData("2021-06-30", "2021-06-26", LampColour.Green)]
    [InlineData("2021-06-20", "2021-06-15", LampColour.Yellow)] // a Sunday: three days before the Friday
    [InlineData("2021-06-20", "2021-06-14", LampColour.Green)]
    [InlineData("2021-06-20", "2021-06-20", LampColour.Yellow)]
    [InlineData("2021-06-20", "2021-06-21", LampColour.Red)]
    [InlineData("2021-10-07", "2021-09-27", LampColour.Yellow)] // the last of seven days off: before the 30th of September
    [InlineData("2021-10-07", "2021-09-26", LampColour.Green)]
    public void A_lamp_turns_three_days_before_the_last_workday_and_again_the_day_after(
        string due, string today, LampColour colour)
    {
        Lamps.Colour(DateOnly.Parse(due), closed: false, suspended: false, DateOnly.Parse(today), Calendar).ShouldBe(colour);
        Lamps.Colour(DateOnly.Parse(due), closed: true, suspended: true, DateOnly.Parse(today), Calendar).ShouldBe(LampColour.Grey);
        Lamps.Colour(DateOnly.Parse(due), closed: false, suspended: true, DateOnly.Parse(today), Calendar).ShouldBe(LampColour.Paused);
        Lamps.Colour(null, closed: false, suspended: false, DateOnly.Parse(today), Calendar).ShouldBe(LampColour.Green);
    }

    [Fact]
    public void Closed_is_where_an_item_only_rests()
    {
        var book = new Editions(Path.Combine(AppContext.BaseDirectory, "workflows")).Current;
        var item = book.Workflows.Values.Single(w => w.Title == "事项");

        item.Stages.Where(s => Lamps.IsClosed(item, s.Id)).Select(s => s.Title).ShouldBe(["已销号", "转常态"]);
        item.Ends.ShouldAllBe(e => Lamps.IsClosed(item, e.Id));
        book.Workflows.Values.Where(w => w != item)
            .SelectMany(other => other.Stages.Where(s => Lamps.IsClosed(other, s.Id))).Select(s => s.Title)
            .ShouldBe(["传阅完毕", "传阅完毕", "已报"], ignoreOrder: true);
    }

    [Fact]
    public void What_was_handed_in_and_signed_in_time_does_not_turn_red_while_it_waits_to_be_judged()
    {
        var book = new Editions(Path.Combine(AppContext.BaseDirectory, "workflows")).Current;
        var item = book.Workflows.Values.Single(w => w.Title == "事项");
        var due = new DateOnly(2021, 6, 30);

        item.Stages.Where(s => Lamps.Running(item, s.Id, due) is not null).Select(s => s.Title)
            .ShouldBe(["办理中", "科室审核", "责任领导审签"]);
    }
}
