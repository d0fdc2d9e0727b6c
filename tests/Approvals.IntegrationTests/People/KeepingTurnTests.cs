using Approvals.Engine;
using Approvals.IntegrationTests.Administration;
using Approvals.IntegrationTests.Identity;
using Approvals.Web.Features;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.People;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Approvals.IntegrationTests.People;

/// <summary>
/// Who waited for his turn to change people sees what the one before him did: the picture with which he came is not the one that counts.
/// </summary>
[Collection(ThreeSiteTests.Name)]
public sealed class KeepingTurnTests(DoorSite site) : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2021, 6, 2);

    public Task InitializeAsync() => site.RestoreAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Two_who_add_a_person_of_one_name_at_once_make_one()
    {
        var office = await UserAsync("yeqiushui");

        var answers = await Task.WhenAll(AddAsync(office, "同名某"), AddAsync(office, "同名某"));

        answers.Count(a => a.Person is not null).ShouldBe(1);
        answers.Single(a => a.Person is null).Problem.ShouldBe(Texts.People.NameTaken("同名某"));
        (await site.AskAsync<long>("SELECT count(*) FROM person WHERE name = '同名某'")).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_is_appointed_to_a_body_that_was_abolished_while_he_waited()
    {
        var office = await UserAsync("yeqiushui");
        var bodies = site.Services.GetRequiredService<BodyKeeping>();
        (await bodies.AddAsync(new AskedBody("短命办", "administrative", null, Today), office, CancellationToken.None)).ShouldBeNull();
        var before = await UserAsync("yeqiushui");
        var body = await site.AskAsync<int>("SELECT body_id FROM body WHERE name = '短命办'");
        await using (var admin = new NpgsqlConnection(site.Store.AdminConnection))
        {
            await admin.ExecuteAsync(
                "SELECT set_config('app.unit_id', @unit, false); UPDATE body SET valid_from = '2021-05-01', valid_to = '2021-06-01' WHERE name = '短命办'",
                new { unit = $"{site.Unit.Value}" });
        }

        (await site.Services.GetRequiredService<PersonKeeping>().AppointAsync(
            new PersonId(await site.PersonAsync("潘景明")), new AskedPost(body, "handler", Today, null, false), before, CancellationToken.None))
            .ShouldBe(Texts.People.NoBody);
    }

    [Fact]
    public async Task Who_lost_the_right_while_he_waited_changes_nothing()
    {
        var clerk = await UserAsync("heshujian");
        await using var admin = new NpgsqlConnection(site.Store.AdminConnection);
        await SetAsync("2021-06-01");

        (await AddAsync(clerk, "来迟一步")).Problem.ShouldBe(Texts.People.MayNot);
        await SetAsync(null);
        (await admin.ExecuteScalarAsync<long>("SELECT count(*) FROM person WHERE name = '来迟一步'")).ShouldBe(0);

        async Task SetAsync(string? last) => await admin.ExecuteAsync(
            """
            SELECT set_config('app.unit_id', @unit, false);
            UPDATE post SET valid_to = @last::date
            WHERE role IN ('registrar', 'office') AND person_id = (SELECT person_id FROM person WHERE name = '何书简')
            """,
            new { unit = $"{site.Unit.Value}", last });
    }

    private async Task<(int? Person, string? Problem)> AddAsync(CurrentUser by, string name) =>
        await site.Services.GetRequiredService<PersonKeeping>().AddAsync(
            new AskedPerson(name, new AskedPost(
                await site.AskAsync<int>("SELECT body_id FROM body WHERE name = '工会'"), "handler", Today, null, false)),
            by, CancellationToken.None);

    private async Task<CurrentUser> UserAsync(string login)
    {
        var door = new Door(site.Store.Database, new());
        return (await door.UserAsync(await door.AcceptedAsync(login, site.Password))).ShouldNotBeNull();
    }
}
