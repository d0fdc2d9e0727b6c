using System.Security.Claims;
using Approvals.Engine;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Trails;
using Approvals.Web.Hosting;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Identity;

/// <summary>登录过的设备, and accounts that may no longer be used.</summary>
public sealed class SessionTests(TestDatabase office) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Login = "gumingxi";

    private static readonly Device Phone = new("微信 · Android", "2001:db8::7");

    private static readonly DateTimeOffset Morning = new(2021, 6, 2, 1, 0, 0, TimeSpan.Zero);

    private readonly Door _door = new(office.Database);

    private UnitId _unit;
    private string _password = "";

    public async Task InitializeAsync()
    {
        await office.SetClockAsync(Morning);
        _unit = await new UnitImport(office.Database).ImportAsync(ShippedUnit.Twin, CancellationToken.None);
        await ExecuteAsync("DELETE FROM session; UPDATE account SET password_hash = NULL, disabled_at = NULL");
        _password = (await _door.Passwords.OpenAsync(_unit, "澄市中医", TestCluster.NewFolder(), CancellationToken.None)).ShouldNotBeNull();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Each_sign_in_is_a_device_with_its_browser_its_address_and_when_it_was_seen()
    {
        var desk = await SignedInAsync();
        await office.SetClockAsync(Morning.AddHours(1));
        await SignedInAsync(Phone);

        var rows = await ListAsync(desk);

        rows.Select(r => (r.Browser, r.Address, r.BeganAt, r.SeenAt, r.Open)).ShouldBe(
        [
            ("微信 · Android", "2001:db8::7", Morning.AddHours(1), Morning.AddHours(1), true),
            ("Chrome · Windows", "192.168.3.7", Morning, Morning, true),
        ]);
    }

    [Fact]
    public async Task A_device_that_was_ended_is_refused_at_its_next_request_and_the_others_are_not()
    {
        var (desk, phone) = (await SignedInAsync(), await SignedInAsync(Phone));
        (await _door.UserAsync(phone)).ShouldNotBeNull();

        (await _door.Sessions.EndAsync(await UserAsync(desk.Principal), (await UserAsync(phone)).SessionId, TrailAct.SessionsEnded, default))
            .ShouldBeTrue();

        (await _door.UserAsync(phone)).ShouldBeNull();
        (await _door.UserAsync(desk.Principal)).ShouldNotBeNull();
        (await ListAsync(desk)).Select(r => r.Open).ShouldBe([true, false]);
    }

    [Fact]
    public async Task All_others_end_at_once()
    {
        var (desk, phone, third) = (await SignedInAsync(), await SignedInAsync(Phone), await SignedInAsync(Phone));

        await _door.Sessions.EndOthersAsync(await UserAsync(desk.Principal), default);

        (await _door.UserAsync(desk.Principal)).ShouldNotBeNull();
        (await _door.UserAsync(phone)).ShouldBeNull();
        (await _door.UserAsync(third)).ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_somebody_else()
    {
        var desk = await SignedInAsync();
        var other = (await UserAsync(await _door.AcceptedAsync("linqinghe", _password))).ShouldNotBeNull();

        (await _door.Sessions.EndAsync(other, desk.SessionId, TrailAct.SessionsEnded, default)).ShouldBeFalse();
        (await _door.UserAsync(desk.Principal)).ShouldNotBeNull();
    }

    [Fact]
    public async Task That_a_device_was_seen_is_written_down_once_in_five_minutes_and_not_with_every_request()
    {
        var desk = await SignedInAsync();
        await office.SetClockAsync(Morning.AddMinutes(5));
        await _door.UserAsync(desk.Principal);
        (await ListAsync(desk)).Single().SeenAt.ShouldBe(Morning);
        var written = await RowVersionAsync(desk.SessionId);

        var later = Morning.AddMinutes(5).AddSeconds(1);
        await office.SetClockAsync(later);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _door.UserAsync(desk.Principal)));

        (await ListAsync(desk)).Single().SeenAt.ShouldBe(later);
        var seen = await RowVersionAsync(desk.SessionId);
        seen.ShouldNotBe(written);
        await _door.UserAsync(desk.Principal);
        (await RowVersionAsync(desk.SessionId)).ShouldBe(seen);
    }

    [Fact]
    public async Task A_device_that_is_left_alone_for_twelve_hours_has_to_sign_in_again()
    {
        var desk = await SignedInAsync();
        await office.SetClockAsync(Morning.AddHours(12).AddSeconds(-1));
        (await _door.UserAsync(desk.Principal)).ShouldNotBeNull();

        // It was seen then: the hours begin anew.
        await office.SetClockAsync(Morning.AddHours(24).AddSeconds(-2));
        (await _door.UserAsync(desk.Principal)).ShouldNotBeNull();
        await office.SetClockAsync(Morning.AddHours(36));
        (await _door.UserAsync(desk.Principal)).ShouldBeNull();
        (await ListAsync(desk)).Single().Open.ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, 12)]
    [InlineData("", 12)]
    [InlineData("1", 1)]
    [InlineData("0", null)]
    public void The_hours_are_a_setting(string? written, int? hours) =>
        SessionLimits.Read(Settings.Read($"--Sessions:IdleHours={written}")).Idle.ShouldBe(
            hours is { } some ? TimeSpan.FromHours(some) : null);

    [Theory]
    [InlineData("-1")]
    [InlineData("8761")]
    [InlineData("半天")]
    public void Hours_that_are_none_are_refused_in_one_sentence(string written) =>
        Should.Throw<OfficeException>(() => SessionLimits.Read(Settings.Read($"--Sessions:IdleHours={written}")))
            .Message.ShouldBe($"设置 Sessions:IdleHours 是“{written}”，应当写成 0 到 8760 的整数：多少小时不用就要重新登录，0 表示不限。");

    [Fact]
    public async Task The_number_of_a_session_opens_nothing_without_its_token()
    {
        var desk = await SignedInAsync();
        var claimed = Claimed.Read(desk.Principal).ShouldNotBeNull();

        (await _door.UserAsync(Claimed.Principal(claimed with { Token = new byte[32] }))).ShouldBeNull();
        (await _door.UserAsync(Claimed.Principal(claimed with { Account = claimed.Account + 1 }))).ShouldBeNull();
        (await _door.UserAsync(Claimed.Principal(claimed with { Unit = new UnitId(claimed.Unit.Value + 1) }))).ShouldBeNull();
        (await _door.UserAsync(Claimed.Principal(claimed))).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_disabled_account_is_out_at_once_and_its_old_devices_stay_out_when_it_is_enabled_again()
    {
        var desk = await SignedInAsync();
        await _door.KeepAsync(_unit, connection => AccountStore.DisableAsync(connection, _unit, desk.AccountId, default));

        (await _door.UserAsync(desk.Principal)).ShouldBeNull();
        (await _door.TryAsync(Login, _password)).ShouldBe(new SignInAnswer.Refused(Texts.Doors.NoEntry));
        await _door.RefusedAsync(Login, "wrong");

        await _door.KeepAsync(_unit, connection => AccountStore.EnableAsync(connection, _unit, desk.AccountId, default));
        (await _door.UserAsync(desk.Principal)).ShouldBeNull();
        await _door.AcceptedAsync(Login, _password);
    }

    [Fact]
    public async Task Whoever_disables_it_by_hand_in_the_store_puts_it_out_all_the_same()
    {
        var desk = await SignedInAsync();
        await ExecuteAsync($"UPDATE account SET disabled_at = office_now() WHERE login = '{Login}'");
        (await _door.UserAsync(desk.Principal)).ShouldBeNull();
    }

    [Fact]
    public async Task A_first_password_ends_what_was_open_and_must_be_changed()
    {
        var desk = await SignedInAsync();
        await _door.KeepAsync(_unit, connection => AccountStore.SetPasswordAsync(
            connection, _unit, desk.AccountId, _door.SignIn.Hash("given by the desk"), mustChange: true, null, default));

        (await _door.UserAsync(desk.Principal)).ShouldBeNull();
        var user = await UserAsync(await _door.AcceptedAsync(Login, "given by the desk"));
        user.MustChangePassword.ShouldBeTrue();
        (await _door.SignIn.ChangePasswordAsync(user, "given by the desk", "one of his own", "one of his own", null, default)).ShouldBeNull();
        (await UserAsync(await _door.AcceptedAsync(Login, "one of his own"))).MustChangePassword.ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_over_for_ninety_days_is_forgotten_at_the_next_sign_in()
    {
        await SignedInAsync();
        await office.SetClockAsync(Morning.AddDays(89));
        await SignedInAsync();
        await office.SetClockAsync(Morning.AddDays(91));
        (await ListAsync(await SignedInAsync())).Select(r => r.BeganAt).ShouldBe([Morning.AddDays(91), Morning.AddDays(89)]);
    }

    private async Task<(ClaimsPrincipal Principal, int AccountId, long SessionId)> SignedInAsync()
    {
        var principal = await _door.AcceptedAsync(Login, _password);
        var user = await UserAsync(principal);
        return (principal, user.AccountId, user.SessionId);
    }

    private Task<ClaimsPrincipal> SignedInAsync(Device device) => _door.AcceptedAsync(Login, _password, device);

    private async Task<CurrentUser> UserAsync(ClaimsPrincipal principal) => (await _door.UserAsync(principal)).ShouldNotBeNull();

    private async Task<IReadOnlyList<SessionRow>> ListAsync((ClaimsPrincipal, int AccountId, long) of) =>
        await _door.Sessions.ListAsync(_unit, of.AccountId, default);

    /// <summary>Another one whenever the row was written.</summary>
    private async Task<string> RowVersionAsync(long session)
    {
        await using var admin = new NpgsqlConnection(office.AdminConnection);
        return (await admin.QuerySingleAsync<string>("SELECT xmin::text FROM session WHERE session_id = @session", new { session }))!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var admin = new NpgsqlConnection(office.AdminConnection);
        await admin.ExecuteAsync(sql);
    }
}
