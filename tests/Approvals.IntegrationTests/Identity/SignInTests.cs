using System.Collections.Concurrent;
using System.Security.Claims;
using Approvals.Engine;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Approvals.IntegrationTests.Identity;

public sealed class SignInTests : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Login = "gumingxi";

    private static readonly DateTimeOffset Morning = new(2021, 6, 2, 1, 0, 0, TimeSpan.Zero);

    private readonly TestDatabase _office;
    private readonly CountingHasher _hasher = new();
    private readonly Door _door;
    private readonly string _folder = TestCluster.NewFolder();

    private UnitId _unit;
    private string _password = "";

    public SignInTests(TestDatabase office)
    {
        _office = office;
        _door = new Door(office.Database, _hasher);
    }

    public async Task InitializeAsync()
    {
        await _office.SetClockAsync(Morning);
        _unit = await new UnitImport(_office.Database).ImportAsync(ShippedUnit.Twin, CancellationToken.None);
        await ExecuteAsync("DELETE FROM sign_in_attempt; UPDATE account SET password_hash = NULL, failed_count = 0, locked_until = NULL");
        _password = (await _door.Passwords.OpenAsync(_unit, "澄市中医", _folder, CancellationToken.None)).ShouldNotBeNull();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Who_gives_login_and_password_is_signed_in_with_todays_posts()
    {
        var user = await UserAsync(await AcceptedAsync(" GuMingXi ", _password));

        user.ShouldNotBeNull().Person.Name.ShouldBe("顾明溪");
        user.Unit.Name.ShouldBe("澄湾市中医院");
        user.Today.ShouldBe(new DateOnly(2021, 6, 2));
        user.Posts.Length.ShouldBe(1);
        user.Login.ShouldBe(Login);
    }

    [Fact]
    public async Task Who_has_left_comes_no_further_than_the_door_from_the_day_after_his_last_post()
    {
        await _office.SetClockAsync(new DateTimeOffset(2020, 12, 31, 15, 59, 0, TimeSpan.Zero));
        var principal = await AcceptedAsync("qinshoucheng", _password);
        (await UserAsync(principal)).ShouldNotBeNull().Posts.ShouldNotBeEmpty();

        // Midnight in the unit's zone, not in the clock's.
        await _office.SetClockAsync(new DateTimeOffset(2020, 12, 31, 16, 0, 0, TimeSpan.Zero));
        (await UserAsync(principal)).ShouldBeNull();
        (await _door.TryAsync("qinshoucheng", _password)).ShouldBe(new SignInAnswer.Refused(Texts.Doors.NoEntry));
    }

    [Theory]
    [InlineData("nobody", "wrong")]
    [InlineData("nobody", "")]
    [InlineData(Login, "wrong")]
    [InlineData(Login, "")]
    [InlineData(Login, null)]
    [InlineData(null, null)]
    public async Task An_unknown_login_is_answered_as_a_wrong_password_is_and_costs_the_same(string? login, string? password)
    {
        (await _door.TryAsync(login, password))
            .ShouldBe(new SignInAnswer.Refused(SignInService.Sentence));

        _hasher.Compared.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_ten_minutes_of_the_offices_clock()
    {
        for (var i = 0; i < 5; i++)
        {
            await RefusedAsync(Login, "wrong");
        }

        await RefusedAsync(Login, _password);
        await _office.SetClockAsync(Morning.AddMinutes(10).AddSeconds(-1));
        await RefusedAsync(Login, _password);
        await _office.SetClockAsync(Morning.AddMinutes(10));
        await AcceptedAsync(Login, _password);
        await AcceptedAsync("linqinghe", _password);
    }

    [Fact]
    public async Task After_the_lock_there_are_five_attempts_again()
    {
        for (var i = 0; i < 5; i++)
        {
            await RefusedAsync(Login, "wrong");
        }

        await _office.SetClockAsync(Morning.AddMinutes(11));
        for (var i = 0; i < 4; i++)
        {
            await RefusedAsync(Login, "wrong");
        }

        await AcceptedAsync(Login, _password);
    }

    [Fact]
    public async Task A_right_password_forgets_the_wrong_ones_before_it()
    {
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                await RefusedAsync(Login, "wrong");
            }

            await AcceptedAsync(Login, _password);
        }
    }

    [Fact]
    public async Task Of_many_guesses_at_once_no_more_than_five_are_compared()
    {
        var real = (await _door.Accounts.FindAsync(Login, CancellationToken.None)).ShouldNotBeNull().PasswordHash;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => RefusedAsync(Login, "wrong"))));

        _hasher.Compared.Count.ShouldBe(20);
        _hasher.Compared.Count(hash => hash == real).ShouldBe(5);
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions_and_keeps_the_one_that_set_it()
    {
        const string Fresh = "a long new password";
        var (here, elsewhere) = (await AcceptedAsync("fangzhixing", _password), await AcceptedAsync("fangzhixing", _password));
        var user = (await UserAsync(here)).ShouldNotBeNull();

        (await ChangeAsync(user, "wrong", Fresh, Fresh)).ShouldBe(SignInService.WrongOldPassword);
        (await ChangeAsync(user, _password, Fresh, "a long new pasword")).ShouldBe(Texts.Passwords.Differ);
        (await ChangeAsync(user, _password, _password, _password)).ShouldBe(Texts.Passwords.Same);
        (await UserAsync(elsewhere)).ShouldNotBeNull();
        (await ChangeAsync(user, _password, Fresh, Fresh)).ShouldBeNull();

        (await UserAsync(elsewhere)).ShouldBeNull();
        (await UserAsync(here)).ShouldNotBeNull();
        await RefusedAsync("fangzhixing", _password);
        await AcceptedAsync("fangzhixing", Fresh);
    }

    [Fact]
    public async Task The_sample_password_is_hashed_in_the_store_and_readable_only_by_the_files_owner()
    {
        var file = Directory.EnumerateFiles(_folder).ShouldHaveSingleItem();
        new FileInfo(file).UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await _door.Accounts.FindAsync(Login, CancellationToken.None)).ShouldNotBeNull().PasswordHash.ShouldNotBeNull()
            .ShouldNotContain(_password);

        // The next start prints the same; another unit has its own; a lost file is not guessed.
        (await _door.Passwords.OpenAsync(_unit, "澄市中医", _folder, CancellationToken.None)).ShouldBe(_password);
        var real = await new UnitImport(_office.Database).ImportAsync(ShippedUnit.Real, CancellationToken.None);
        (await _door.Passwords.OpenAsync(real, "绍市中医", _folder, CancellationToken.None)).ShouldNotBe(_password);
        (await _door.Passwords.OpenAsync(_unit, "澄市中医", _folder, CancellationToken.None)).ShouldBe(_password);
        File.Delete(file);
        (await _door.Passwords.OpenAsync(_unit, "澄市中医", _folder, CancellationToken.None)).ShouldBeNull();
    }

    private Task<ClaimsPrincipal> AcceptedAsync(string login, string password) => _door.AcceptedAsync(login, password);

    private Task RefusedAsync(string login, string password) => _door.RefusedAsync(login, password);

    private Task<CurrentUser?> UserAsync(ClaimsPrincipal principal) => _door.UserAsync(principal);

    private Task<string?> ChangeAsync(CurrentUser user, string old, string fresh, string again) =>
        _door.SignIn.ChangePasswordAsync(user, old, fresh, again, null, CancellationToken.None);

    private async Task ExecuteAsync(string sql)
    {
        await using var admin = new NpgsqlConnection(_office.AdminConnection);
        await admin.ExecuteAsync(sql);
    }

    /// <summary>Remembers which hashes were compared: the time that a stranger could measure.</summary>
    private sealed class CountingHasher() : PasswordHasher<FoundAccount>(Door.Quick)
    {
        public ConcurrentBag<string> Compared { get; } = [];

        public override PasswordVerificationResult VerifyHashedPassword(
            FoundAccount user, string hashedPassword, string providedPassword)
        {
            Compared.Add(hashedPassword);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
