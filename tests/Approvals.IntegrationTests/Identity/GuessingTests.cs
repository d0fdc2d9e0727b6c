using System.Collections.Concurrent;
using System.Diagnostics;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Identity;

/// <summary>Whoever guesses passwords locks out himself and not the one whose login it is, and learns nothing from the time it takes.</summary>
public sealed class GuessingTests(TestDatabase office) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Login = "qiaoanlan";

    private Door _door = null!; // set before any test
    private string _password = "";

    public async Task InitializeAsync()
    {
        await office.SetClockAsync(new DateTimeOffset(2021, 6, 2, 1, 0, 0, TimeSpan.Zero));
        var unit = await new UnitImport(office.Database).ImportAsync(ShippedUnit.Twin, CancellationToken.None);
        await using var admin = new NpgsqlConnection(office.AdminConnection);
        await admin.ExecuteAsync("DELETE FROM sign_in_attempt; UPDATE account SET password_hash = NULL, failed_count = 0, locked_until = NULL");
        _door = new Door(office.Database);
        _password = (await _door.Passwords.OpenAsync(unit, "澄市中医", TestCluster.NewFolder(), CancellationToken.None)).ShouldNotBeNull();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Who_guesses_at_one_address_keeps_the_owner_out_at_none_but_that()
    {
        for (var guess = 0; guess < 9; guess++)
        {
            await RefusedAsync("wrong", At(66));
        }

        await RefusedAsync(_password, At(66));
        await _door.AcceptedAsync(Login, _password, At(7));
        await RefusedAsync(_password, At(66)); // what the owner did does not let him go on
    }

    [Fact]
    public async Task Many_machines_together_guess_fifty_times_and_no_more_in_ten_minutes()
    {
        for (var guess = 0; guess < 50; guess++)
        {
            await RefusedAsync("wrong", At(guess / 4));
        }

        await RefusedAsync(_password, At(200));
        await office.SetClockAsync(new DateTimeOffset(2021, 6, 2, 1, 10, 0, TimeSpan.Zero));
        await _door.AcceptedAsync(Login, _password, At(200));
    }

    [Fact]
    public async Task What_guesses_left_behind_is_forgotten_after_an_hour()
    {
        await _door.TryAsync("nobody-at-all", "wrong", At(1));
        await office.SetClockAsync(new DateTimeOffset(2021, 6, 2, 2, 1, 0, TimeSpan.Zero));
        await _door.TryAsync("nobody-else", "wrong", At(1));

        await using var admin = new NpgsqlConnection(office.AdminConnection);
        (await admin.QueryAsync<string>("SELECT login FROM sign_in_attempt")).ShouldBe(["nobody-else"]);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("setup-1")]
    public async Task A_login_that_is_nobodys_asks_and_writes_as_often_as_one_of_somebodys(string unknown)
    {
        var (known, nobodys) = (await StatementsAsync(Login), await StatementsAsync(unknown));

        nobodys.Count.ShouldBe(known.Count);
        known.Count(s => s.Contains("count_attempt", StringComparison.Ordinal)).ShouldBe(1);
        nobodys.Count(s => s.Contains("count_attempt", StringComparison.Ordinal)).ShouldBe(1);
        known.Count(s => s.Contains("INSERT INTO trail", StringComparison.Ordinal)).ShouldBe(1);
        nobodys.Count(s => s.Contains("note_attempt", StringComparison.Ordinal)).ShouldBe(1);
    }

    /// <summary>What the store is asked for one wrong password.</summary>
    private async Task<List<string>> StatementsAsync(string login)
    {
        var seen = new ConcurrentQueue<string>();
        using var asking = new Activity("wrong password").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = done =>
            {
                if (done.TraceId == asking.TraceId)
                {
                    seen.Enqueue(string.Join('|', done.TagObjects.Select(t => $"{t.Value}")));
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        (await _door.TryAsync(login, "wrong", At(9))).ShouldBe(new SignInAnswer.Refused(SignInService.Sentence));
        return [.. seen];
    }

    private async Task RefusedAsync(string password, Device from) =>
        (await _door.TryAsync(Login, password, from)).ShouldBe(new SignInAnswer.Refused(SignInService.Sentence));

    private static Device At(int last) => new("Chrome · Windows", $"192.168.3.{last}");
}
