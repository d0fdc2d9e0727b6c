using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Approvals.Readers.Units;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Walk;

/// <summary>
/// The office as its people have it: a running site, one browser a person, and the forms that stand on the pages.
/// </summary>
public sealed class HttpOffice : IAsyncDisposable
{
    public const string InspectorsPage = "/inspection";

    private const string Moving = """
        SELECT EXISTS (SELECT FROM timer WHERE unit_id = @unit AND due_at <= office_now() AND parked IS NULL)
          OR EXISTS (SELECT FROM wake WHERE unit_id = @unit AND parked IS NULL)
          OR EXISTS (
            SELECT FROM outbox
            WHERE unit_id = @unit AND sent_at IS NULL AND parked IS NULL AND not_before <= office_now())
          OR EXISTS (
            SELECT FROM product
            WHERE unit_id = @unit AND sha256 IS NULL AND parked IS NULL AND not_before <= office_now())
        """;

    private readonly TestDatabase _store;
    private readonly WebApplication _host;
    private readonly Dictionary<string, Browser> _browsers = [];

    private HttpOffice(TestDatabase store, WebApplication host, UnitId unit, string password)
    {
        _store = store;
        _host = host;
        Unit = unit;
        Password = password;
    }

    public UnitId Unit { get; }

    /// <summary>One for all of a sample unit's people.</summary>
    public string Password { get; }

    public Uri Address => new(_host.Urls.First());

    public IServiceProvider Services => _host.Services;

    /// <summary>Where set, the first press of each kind is made there, for everybody to see; the others as before.</summary>
    public Chromium? Screen { get; set; }

    /// <summary>The clock stands at nine in the morning of that day.</summary>
    /// <param name="settings">Of the program, as on its command line.</param>
    public static async Task<HttpOffice> OpenAsync(TestDatabase store, UnitFile file, DateOnly day, params string[] settings)
    {
        await store.SetClockAsync(Morning(day));
        var unit = await new UnitImport(store.Database).ImportAsync(file, CancellationToken.None);
        var host = await store.StartHostAsync(settings);
        var password = await host.Services.GetRequiredService<SamplePasswords>()
            .OpenAsync(unit, file.ShortName, TestCluster.NewFolder(), CancellationToken.None);
        return new HttpOffice(store, host, unit, password.ShouldNotBeNull());
    }

    /// <summary>Nine in the morning of that day, and everything done that follows from it by itself.</summary>
    public async Task DayAsync(int year, int month, int day)
    {
        // What the day before ordered is made on it.
        await RestAsync();
        await _store.SetClockAsync(Morning(new DateOnly(year, month, day)));
        await RestAsync();
    }

    /// <summary>Asks until no rung is due, no case is asked to look again, no message is on its way and no file to be made.</summary>
    public async Task RestAsync()
    {
        Services.GetRequiredService<WakeSignal>().Hint(true);
        await Until.TrueAsync(async () => !await _store.Database.ReadInUnitAsync(
            Unit, (connection, _) => connection.QuerySingleAsync<bool>(Moving, new { unit = Unit.Value }), CancellationToken.None));
    }

    /// <summary>The person's own browser; signs in the first time.</summary>
    public async Task<Browser> AsAsync(string login)
    {
        if (!_browsers.TryGetValue(login, out var browser))
        {
            _browsers[login] = browser = await Browser.SignInAsync(Address, login, Password);
        }

        return browser;
    }

    /// <summary>The person opens that page, writes into the form that offers the action, and presses; it is done.</summary>
    /// <param name="about">Title of the card or sheet, where it matters which.</param>
    /// <param name="path">Of the page; the inbox by default.</param>
    public async Task<WebPage> PressAsync(
        string login, string action, Action<WebForm>? write = null, string? about = null, string path = "/")
    {
        var page = await (await AsAsync(login)).OpenAsync(path);
        var form = about is null ? page.Offering(action) : page.Offers(action).FirstOrDefault(f => f.Heading == about);
        return await PressAsync(
            form.ShouldNotBeNull($"{login}: {action} on {about} is not on {page.Words}"), action, write, (login, path));
    }

    /// <summary>Presses the action on every card and batch of the page that offers it; returns the presses made.</summary>
    public async Task<int> PressAllAsync(string login, string action, Action<WebForm>? write = null, string path = "/")
    {
        var page = await (await AsAsync(login)).OpenAsync(path);
        var presses = 0;
        for (; page.Offers(action).FirstOrDefault() is { } form; presses++)
        {
            presses.ShouldBeLessThan(99, $"{login} presses {action} and it stays");
            page = await PressAsync(form, action, write, (login, path));
        }

        return presses;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers.Values)
        {
            browser.Dispose();
        }

        await _host.StopAsync();
        await _host.DisposeAsync();
    }

    /// <summary>Presses in a form that is open already.</summary>
    public async Task<WebPage> PressAsync(WebForm form, string action, Action<WebForm>? write, (string Login, string Path) at)
    {
        write?.Invoke(form);
        if (Screen is { } screen && screen.HasNotSeen($"{at.Path} {action}"))
        {
            var width = at.Path == InspectorsPage ? Chromium.Phone : Chromium.Wide;
            (await screen.PressAsync(at.Login, at.Path, form, action, width))
                .ShouldContain("已办好。", Case.Sensitive, $"{at.Login}: {action}");
            return await (await AsAsync(at.Login)).OpenAsync(at.Path);
        }

        var after = await form.PressAsync(action);
        after.Said.ShouldNotBeNull($"{at.Login} pressed {action}: {after.Problems}")
            .ShouldContain("已办好。", Case.Sensitive, $"{at.Login}: {action}");
        return after;
    }

    private static DateTimeOffset Morning(DateOnly day) => new(day, new TimeOnly(9, 0), TimeSpan.FromHours(8));
}
