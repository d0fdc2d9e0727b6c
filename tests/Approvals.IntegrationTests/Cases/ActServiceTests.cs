using Approvals.Engine;
using Approvals.Engine.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Approvals.IntegrationTests.Cases;

public sealed class ActServiceTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    /// <summary>A browser that lost the answer sends the form again; by then the case stands elsewhere.</summary>
    [Fact]
    public async Task A_form_sent_again_after_the_case_moved_on_is_answered_as_done()
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        var office = await Office.OpenAsync(store);
        await using var host = await store.StartHostAsync();
        var acts = host.Services.GetRequiredService<ActService>();
        var notice = await office.DraftAsync();
        foreach (var action in new[] { "送核稿", "同意", "退回修改", "送核稿", "同意", "同意", "同意" })
        {
            var press = await office.PressOfAsync(notice, action);
            var form = Form(press, office.NewKey());
            var user = await UserAsync(host.Services.GetRequiredService<DirectoryStore>(), office.Unit, press.Act.By);

            (await acts.PressAsync(form, user, CancellationToken.None)).ShouldBe(new Pressed.Done(false), action);
            (await acts.PressAsync(form, user, CancellationToken.None)).ShouldBe(new Pressed.Done(true), action);
        }
    }

    private static PressedForm Form(Press press, string key) => new(
        press.Case, press.Act.Round, press.Act.Seat, press.Act.Action, press.Act.ContentHash, key, "/", [],
        new FormCollection(press.Act.Inputs.Named
            .ToDictionary(n => $"in.{n.Key}", n => new StringValues(string.Join(',', n.Value.People.Select(p => p.Value))))
            .Append(new("in.Reason", "因故")).ToDictionary()));

    private async Task<CurrentUser> UserAsync(DirectoryStore directories, UnitId unit, PersonId person)
    {
        var row = (await store.Database.UnitsAsync(CancellationToken.None)).First(u => u.Id == unit);
        var directory = await directories.LoadAsync(unit, CancellationToken.None);
        return new CurrentUser(
            row, 0, "", new Person(person, "", 0), [.. directory.Directory.PostsOf(person, new DateOnly(2026, 9, 7))],
            new DateOnly(2026, 9, 7), MustChangePassword: false, directory);
    }
}
