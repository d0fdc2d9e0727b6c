using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Identity;

/// <summary>两步验证: codes by the office's clock, each taken once; wrong ones count as wrong passwords do.</summary>
public sealed class SecondFactorTests(TestDatabase office) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Login = "gumingxi";

    private static readonly DateTimeOffset Morning = new(2021, 6, 2, 1, 0, 0, TimeSpan.Zero);

    private readonly Door _door = new(office.Database);

    private UnitId _unit;
    private string _password = "";
    private CurrentUser _user = null!; // before each test
    private byte[] _secret = [];
    private ImmutableArray<string> _recovery = [];

    /// <summary>He has taken it up at nine; the code of nine o'clock is spent.</summary>
    public async Task InitializeAsync()
    {
        await office.SetClockAsync(Morning);
        _unit = await new UnitImport(office.Database).ImportAsync(ShippedUnit.Twin, CancellationToken.None);
        await ExecuteAsync(
            "DELETE FROM sign_in_attempt; DELETE FROM second_factor; UPDATE account SET password_hash = NULL, failed_count = 0, locked_until = NULL, disabled_at = NULL");
        _password = (await _door.Passwords.OpenAsync(_unit, "澄市中医", TestCluster.NewFolder(), CancellationToken.None)).ShouldNotBeNull();
        _user = (await _door.UserAsync(await _door.AcceptedAsync(Login, _password))).ShouldNotBeNull();
        var offer = _door.Factors.Offer(_user);
        _secret = FromBase32(offer.Secret);
        _recovery = (await _door.Factors.EnrolAsync(_user, offer.Kept, Code(Morning), default)).ShouldNotBeNull();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task After_the_password_a_code_is_asked_for_and_only_then_there_is_a_session()
    {
        await office.SetClockAsync(Morning.AddMinutes(1));
        var halfWay = await HalfWayAsync();
        (await _door.UserAsync(halfWay.Principal())).ShouldBeNull();

        var accepted = (await ConfirmAsync(halfWay, Code(Morning.AddMinutes(1)))).ShouldBeOfType<SignInAnswer.Accepted>();

        (await _door.UserAsync(accepted.Principal)).ShouldNotBeNull().Login.ShouldBe(Login);
    }

    [Fact]
    public async Task A_code_is_taken_once_and_never_one_from_before_it()
    {
        await RefusedAsync(Code(Morning));
        var at = Morning.AddMinutes(1);
        await office.SetClockAsync(at);
        await AcceptedAsync(Code(at));
        await RefusedAsync(Code(at));
        await RefusedAsync(Code(at.AddSeconds(-30)));
        await AcceptedAsync(Code(at.AddSeconds(30)));
    }

    [Fact]
    public async Task Of_many_who_send_one_code_at_once_one_comes_in()
    {
        var at = Morning.AddMinutes(1);
        await office.SetClockAsync(at);
        var halfWay = await HalfWayAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ConfirmAsync(halfWay, Code(at))));

        answers.OfType<SignInAnswer.Accepted>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Each_recovery_code_opens_the_door_once_and_the_page_says_how_many_are_left()
    {
        await AcceptedAsync(_recovery[3]);
        await RefusedAsync(_recovery[3]);
        await AcceptedAsync(_recovery[4].ToUpperInvariant().Replace("-", " "));
        (await StateAsync()).ShouldNotBeNull().CodesLeft.ShouldBe(8);

        var renewed = (await _door.Factors.RenewCodesAsync(_user, default)).ShouldNotBeNull();
        await RefusedAsync(_recovery[5]);
        await AcceptedAsync(renewed[0]);
        await using var admin = new NpgsqlConnection(office.AdminConnection);
        (await admin.ExecuteScalarAsync<long>("SELECT count(*) FROM trail WHERE act = 'RecoveryCodesRenewed'")).ShouldBe(1);
    }

    [Fact]
    public async Task Neither_secret_nor_recovery_code_stands_readable_in_the_store()
    {
        await using var admin = new NpgsqlConnection(office.AdminConnection);
        var secret = await admin.QuerySingleAsync<byte[]>("SELECT secret FROM second_factor");
        secret.AsSpan().IndexOf(_secret).ShouldBe(-1);
        (await admin.QueryAsync<byte[]>("SELECT code_hash FROM recovery_code")).Count().ShouldBe(10);

        // Nor is it any use in the row of another account.
        await admin.ExecuteAsync(
            "INSERT INTO second_factor (unit_id, account_id, secret, last_step) SELECT unit_id, @other, secret, 0 FROM second_factor",
            new { other = _user.AccountId + 1 });
        (await _door.Factors.UseAsync(_unit, _user.AccountId + 1, Code(Morning), default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Five_wrong_codes_lock_the_account_as_wrong_passwords_do()
    {
        var halfWay = await HalfWayAsync();
        for (var i = 0; i < 5; i++)
        {
            (await ConfirmAsync(halfWay, "000000")).ShouldBe(new SignInAnswer.Refused(
                i < 4 ? Texts.SecondFactor.WrongCode : Texts.SecondFactor.LockedNow));
        }

        var at = Morning.AddMinutes(1);
        await office.SetClockAsync(at);
        (await ConfirmAsync(halfWay, Code(at))).ShouldBe(new SignInAnswer.Refused(Texts.SecondFactor.LockedNow));
        await _door.RefusedAsync(Login, _password);
        await office.SetClockAsync(Morning.AddMinutes(10));
        await AcceptedAsync(Code(Morning.AddMinutes(10)));
    }

    [Fact]
    public async Task Who_knows_the_password_buys_no_more_guesses_with_it()
    {
        for (var i = 0; i < 5; i++)
        {
            (await ConfirmAsync(await HalfWayAsync(), "000000")).ShouldBeOfType<SignInAnswer.Refused>();
        }

        await _door.RefusedAsync(Login, _password);
    }

    [Fact]
    public async Task A_right_code_forgets_the_wrong_ones_before_it()
    {
        for (var round = 1; round <= 3; round++)
        {
            var at = Morning.AddMinutes(round);
            await office.SetClockAsync(at);
            var halfWay = await HalfWayAsync();
            for (var i = 0; i < 4; i++)
            {
                (await ConfirmAsync(halfWay, "000000")).ShouldBeOfType<SignInAnswer.Refused>();
            }

            (await ConfirmAsync(halfWay, Code(at))).ShouldBeOfType<SignInAnswer.Accepted>();
        }
    }

    [Fact]
    public async Task Ten_minutes_after_the_password_the_code_comes_too_late()
    {
        var halfWay = await HalfWayAsync();
        var late = Morning.AddMinutes(10).AddSeconds(1);
        await office.SetClockAsync(late);
        (await ConfirmAsync(halfWay, Code(late))).ShouldBe(new SignInAnswer.Refused(Texts.SecondFactor.TooLate));
    }

    [Fact]
    public async Task A_secret_is_taken_up_only_with_its_own_code_by_whom_it_was_offered_to_and_once()
    {
        var other = (await _door.UserAsync(await _door.AcceptedAsync("linqinghe", _password))).ShouldNotBeNull();
        var offer = _door.Factors.Offer(other);
        var code = Totp.Code(FromBase32(offer.Secret), Totp.StepOf(Morning));

        (await _door.Factors.EnrolAsync(other, offer.Kept, code == "000000" ? "000001" : "000000", default)).ShouldBeNull();
        (await _door.Factors.EnrolAsync(_user, offer.Kept, code, default)).ShouldBeNull();
        (await _door.Factors.EnrolAsync(other, "made up", code, default)).ShouldBeNull();
        (await _door.Factors.EnrolAsync(other, offer.Kept, code, default)).ShouldNotBeNull().Length.ShouldBe(10);
        (await _door.Factors.EnrolAsync(other, offer.Kept, code, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Without_it_the_password_is_enough_again()
    {
        await _door.Factors.GiveUpAsync(_user, default);
        await _door.AcceptedAsync(Login, _password);
        (await StateAsync()).ShouldBeNull();
    }

    /// <summary>What the app does with the secret that it was shown.</summary>
    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    private string Code(DateTimeOffset at) => Totp.Code(_secret, Totp.StepOf(at));

    private async Task<HalfWay> HalfWayAsync()
    {
        (await _door.TryAsync(Login, _password)).ShouldBeOfType<SignInAnswer.CodeAsked>();
        return new HalfWay(_unit, _user.Person.Id, _user.AccountId, null, await _door.Accounts.NowAsync(default));
    }

    private Task<SignInAnswer> ConfirmAsync(HalfWay halfWay, string code) =>
        _door.SignIn.ConfirmAsync(halfWay, code, Door.Desk, CancellationToken.None);

    private async Task AcceptedAsync(string code) =>
        (await ConfirmAsync(await HalfWayAsync(), code)).ShouldBeOfType<SignInAnswer.Accepted>(code);

    private async Task RefusedAsync(string code) =>
        (await ConfirmAsync(await HalfWayAsync(), code)).ShouldBe(new SignInAnswer.Refused(Texts.SecondFactor.WrongCode));

    private Task<FactorState?> StateAsync() => _door.Factors.StateAsync(_unit, _user.AccountId, default);

    private async Task ExecuteAsync(string sql)
    {
        await using var admin = new NpgsqlConnection(office.AdminConnection);
        await admin.ExecuteAsync(sql);
    }
}
