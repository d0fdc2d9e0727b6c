using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Approvals.IntegrationTests.Walk;

/// <summary>A page that was served, and what a person may press on it.</summary>
public sealed class WebPage(Browser browser, IHtmlDocument document, Uri address)
{
    internal Browser Browser => browser;

    /// <summary>What a forger on this page has at hand to post with.</summary>
    internal string Token =>
        document.QuerySelector<IHtmlInputElement>($"input[name={WebForm.TokenField}]").ShouldNotBeNull().Value;

    public string Path => address.AbsolutePath;

    /// <summary>The one sentence after a press; null where the page says none.</summary>
    public string? Said => Text(".said");

    /// <summary>Why a form was refused, as the page says it.</summary>
    public string Problems => string.Join(' ', Texts(".problems, .field-problem"));

    /// <summary>Everything that can be read, without the gaps between.</summary>
    public string Words => Plain(document.Body.ShouldNotBeNull());

    /// <summary>The forms with a button that does the action now.</summary>
    public IEnumerable<WebForm> Offers(string action) => document.QuerySelectorAll<IHtmlFormElement>("form")
        .Where(form => WebForm.Buttons(form, "act").Any(b => b.GetAttribute("value") == action))
        .Select(form => new WebForm(browser, form));

    /// <summary>The first form with a button that does the action.</summary>
    public WebForm Offering(string action) => Offers(action).FirstOrDefault()
        ?? throw new InvalidOperationException($"{address} offers no {action}, but {string.Join(' ', Actions)}. {Words}");

    /// <summary>The form in which a decision of that seat, made elsewhere, is written down.</summary>
    public WebForm Recording(string seat) => document.QuerySelectorAll<IHtmlFormElement>("form[id$=-for]")
        .Where(form => Plain(form.QuerySelector(".act-as").ShouldNotBeNull()).Contains($"“{seat}”", StringComparison.Ordinal))
        .Select(form => new WebForm(browser, form)).ShouldHaveSingleItem();

    /// <summary>What the page offers to press, in its order.</summary>
    public IEnumerable<string> Actions => document.QuerySelectorAll("button[name=act]:not([disabled])")
        .Select(b => b.GetAttribute("value") ?? "");

    /// <summary>The form that posts to an address that begins so.</summary>
    public WebForm Form(string action) => Forms(action).FirstOrDefault()
        ?? throw new InvalidOperationException($"{address} has no form for {action}. {Words}");

    public IEnumerable<WebForm> Forms(string action) => document.QuerySelectorAll<IHtmlFormElement>("form")
        .Where(form => (form.GetAttribute("action") ?? "").StartsWith(action, StringComparison.Ordinal))
        .Select(form => new WebForm(browser, form));

    /// <summary>The small form that does such a thing with a seat (转办, 抄送, 收回 …).</summary>
    public WebForm FormOfHand(string kind) => document.QuerySelectorAll<IHtmlFormElement>("form")
        .FirstOrDefault(form => form.QuerySelector($"input[name=kind][value={kind}]") is not null) is { } form
            ? new WebForm(browser, form)
            : throw new InvalidOperationException($"{address} has no form for {kind}. {Words}");

    /// <summary>Follows the link that says so.</summary>
    public Task<WebPage> OpenAsync(string title) => browser.OpenAsync(
        document.QuerySelectorAll("a").First(a => Plain(a) == title).GetAttribute("href").ShouldNotBeNull());

    /// <summary>The form itself, by its id or place.</summary>
    public WebForm FormAt(string selector) => document.QuerySelector<IHtmlFormElement>(selector) is { } form
        ? new WebForm(browser, form)
        : throw new InvalidOperationException($"{address} has no form {selector}. {Words}");

    /// <summary>The forms inside an element.</summary>
    public WebForm FormIn(string selector) => document.QuerySelector<IHtmlFormElement>(selector + " form") is { } form
        ? new WebForm(browser, form)
        : throw new InvalidOperationException($"{address} has no form in {selector}. {Words}");

    public int Count(string selector) => document.QuerySelectorAll(selector).Length;

    /// <summary>Of the first such element; null where there is none.</summary>
    public string? Text(string selector) => document.QuerySelector(selector) is { } found ? Plain(found) : null;

    internal IEnumerable<IElement> All(string selector) => document.QuerySelectorAll(selector);

    public IEnumerable<string> Texts(string selector) => document.QuerySelectorAll(selector).Select(Plain);

    public string? Value(string selector) => document.QuerySelector(selector) switch
    {
        IHtmlInputElement input => input.Value,
        IHtmlTextAreaElement area => area.Value,
        _ => null,
    };

    /// <summary>Addresses of such links.</summary>
    public IEnumerable<string> Links(string selector) =>
        document.QuerySelectorAll(selector).Select(a => a.GetAttribute("href") ?? "");

    internal static string Plain(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
