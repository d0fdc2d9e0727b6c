using System.Globalization;
using Microsoft.Playwright;

namespace Approvals.IntegrationTests.Walk;

/// <summary>
/// People at a real browser. It does what a form of <see cref="WebForm"/> says, by what stands on the screen: it unfolds what
/// is folded, fills, and clicks; and it keeps numbered pictures in a git-ignored folder.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    public const int Wide = 1280;
    public const int Phone = 390;

    /// <summary>
    /// Chromium without a window: the whole browser draws its own tabs, menus and search beside each page, which took more of the
    /// processor than the pages.
    /// </summary>
    private const string Program = "/usr/bin/chromium-headless-shell";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--lang=zh-CN", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
        // What sticks to the top is pictured where it stands.
        "--disable-threaded-scrolling", "--disable-smooth-scrolling",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly HttpOffice _office;
    private readonly string _folder;
    private readonly Dictionary<(string Login, int Width), IPage> _pages = [];
    private readonly HashSet<string> _seen = [];
    private int _pictures;

    private Chromium(IPlaywright playwright, IBrowser browser, HttpOffice office, string folder)
    {
        _playwright = playwright;
        _browser = browser;
        _office = office;
        _folder = folder;
    }

    /// <summary>What went wrong in scripts, or did not fit the screen.</summary>
    public IList<string> Complaints { get; } = [];

    /// <param name="name">Of the folder for its pictures, below artifacts/screenshots.</param>
    public static async Task<Chromium> OpenAsync(HttpOffice office, string name)
    {
        var folder = Path.Combine(Root(), "artifacts", "screenshots", name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        var playwright = await Playwright.CreateAsync();
        return new Chromium(playwright, await LaunchAsync(playwright), office, folder);
    }

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Arguments });

    /// <summary>Whether such a press has not been made here yet.</summary>
    public bool HasNotSeen(string press) => _seen.Add(press);

    /// <summary>Opens a page as that person; signs in the first time.</summary>
    public async Task<IPage> OpenAsync(string login, string path, int width = Wide)
    {
        if (!_pages.TryGetValue((login, width), out var page))
        {
            _pages[(login, width)] = page = await SignInAsync(login, width);
        }

        await page.GotoAsync(path);
        return page;
    }

    /// <summary>Fills the form as written and clicks the action's button; returns the sentence of the next page.</summary>
    public async Task<string> PressAsync(string login, string path, WebForm form, string action, int width)
    {
        var page = await OpenAsync(login, path, width);
        foreach (var written in form.Written)
        {
            await FillAsync(page, form.Id, written);
        }

        var (place, press) = ($"form#{form.Id}", $"button[name=act][value=\"{action}\"]");
        await UnfoldAsync(page, place, press);
        var button = $"{place} {press}";
        await page.Locator(button).ScrollIntoViewIfNeededAsync();
        await PictureAsync(page, $"{login}-{action}", fullPage: false);
        await page.Locator(button).ClickAsync();
        return await page.Locator(".said").TextContentAsync() ?? "";
    }

    public async Task PictureAsync(IPage page, string name, bool fullPage = true)
    {
        var number = (++_pictures).ToString("00", CultureInfo.InvariantCulture);
        // What was scrolled is drawn in the next frame.
        await page.EvaluateAsync("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        await page.ScreenshotAsync(new() { Path = Path.Combine(_folder, $"{number}-{name}.png"), FullPage = fullPage });
        if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
        {
            Complaints.Add($"{number}-{name}: wider than the screen");
        }
    }

    /// <summary>Clicks whatever hides the element of the form: the card that is folded, the part of the form that is.</summary>
    public static async Task UnfoldAsync(IPage page, string form, string element)
    {
        var folded = page.Locator(
            $"details:not([open]):has({form} {element}) > summary, {form} details:not([open]):has({element}) > summary");
        while (await folded.CountAsync() > 0)
        {
            await folded.First.ClickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private async Task<IPage> SignInAsync(string login, int width)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = _office.Address.ToString(),
            ViewportSize = new() { Width = width, Height = width == Phone ? 844 : 900 },
            Locale = "zh-CN",
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        page.PageError += (_, error) => Complaints.Add($"{login}: {error}");
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#account", login);
        await page.FillAsync("#password", _office.Password);
        await page.ClickAsync("button[type=submit]");
        await page.Locator(".bar-person").WaitForAsync();
        return page;
    }

    private static async Task FillAsync(IPage page, string form, WrittenField written)
    {
        var field = $"form#{form} [name=\"{written.Field}\"]";
        await UnfoldAsync(page, $"form#{form}", $"[name=\"{written.Field}\"]");
        switch (written)
        {
            case WrittenField.Text text:
                await page.Locator(field).First.FillAsync(text.Words);
                break;
            case WrittenField.Chosen { OfList: true } chosen:
                await page.Locator(field).SelectOptionAsync(new SelectOptionValue { Label = chosen.Titles.Single() });
                break;
            case WrittenField.Chosen chosen:
                foreach (var label in await page.Locator($"form#{form} label:has([name=\"{written.Field}\"])").AllAsync())
                {
                    var title = (await label.TextContentAsync() ?? "").Trim();
                    await label.Locator("input").SetCheckedAsync(chosen.Titles.Contains(title));
                }

                break;
            case WrittenField.Attached file:
                await page.Locator(field).SetInputFilesAsync(
                    new FilePayload { Name = file.Name, MimeType = "application/octet-stream", Buffer = file.Content });
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Approvals.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above the tests holds Approvals.sln.");
        }

        return folder.FullName;
    }
}
