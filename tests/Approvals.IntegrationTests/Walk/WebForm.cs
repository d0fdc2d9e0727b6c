using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Approvals.IntegrationTests.Walk;

/// <summary>A form that stands on a page. It sends what a browser would send: its own fields, and the button pressed.</summary>
public sealed class WebForm(Browser browser, IHtmlFormElement form)
{
    internal const string TokenField = "__RequestVerificationToken";

    private readonly List<WrittenField> _written = [];

    private readonly List<(string Name, string Value)> _forged = [];

    public string Id => form.Id ?? throw new InvalidOperationException("the form has no id");

    /// <summary>What was put into it so far.</summary>
    public IReadOnlyList<WrittenField> Written => _written;

    /// <summary>Of the card or sheet in which the form stands.</summary>
    public string Heading => form.Closest("article, details.row-card") is { } card
        ? WebPage.Plain(card.QuerySelector("h3, .row-title").ShouldNotBeNull()) : "";

    public WebForm Write(string field, string text)
    {
        _written.Add(new WrittenField.Text(field, text));
        switch (Fields(field).FirstOrDefault())
        {
            case IHtmlTextAreaElement area:
                area.Value = text;
                break;
            case IHtmlInputElement { Type: "text" or "date" or "number" or "password" or "hidden" } input:
                input.Value = text;
                break;
            default:
                throw new InvalidOperationException($"nothing to write into for {field}: {Asked}");
        }

        return this;
    }

    public WebForm Write(string field, DateOnly day) => Write(field, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Chooses these of a list, and no others.</summary>
    public WebForm Choose(string field, params string[] titles)
    {
        if (Fields(field).FirstOrDefault() is IHtmlSelectElement list)
        {
            _written.Add(new WrittenField.Chosen(field, OfList: true, titles));
            list.Value = list.Options.Single(o => o.Text.Trim() == titles.ShouldHaveSingleItem()).Value;
            return this;
        }

        var ticks = Fields(field).OfType<IHtmlInputElement>()
            .ToDictionary(t => WebPage.Plain(t.Closest("label").ShouldNotBeNull()));
        titles.Except(ticks.Keys).ShouldBeEmpty($"to choose for {field} are {string.Join('、', ticks.Keys)}");
        _written.Add(new WrittenField.Chosen(field, OfList: false, titles));
        foreach (var (title, tick) in ticks)
        {
            tick.IsChecked = titles.Contains(title);
        }

        return this;
    }

    /// <summary>Of several lists of one name, chooses in one, counted from 0.</summary>
    public WebForm ChooseIn(int at, string field, string title)
    {
        var list = Fields(field).OfType<IHtmlSelectElement>().ElementAt(at);
        list.Value = list.Options.Single(o => o.Text.Trim() == title).Value;
        return this;
    }

    /// <summary>One of several round buttons.</summary>
    public WebForm Mark(string field, string value)
    {
        foreach (var button in Fields(field).OfType<IHtmlInputElement>())
        {
            button.IsChecked = button.Value == value;
        }

        Fields(field).OfType<IHtmlInputElement>().ShouldContain(b => b.IsChecked, $"to mark for {field}");
        return this;
    }

    public WebForm Tick(string field)
    {
        Fields(field).OfType<IHtmlInputElement>().Single(i => i.Type == "checkbox").IsChecked = true;
        return this;
    }

    /// <summary>What a list offers.</summary>
    public IEnumerable<string> Titles(string field) =>
        Fields(field).OfType<IHtmlSelectElement>().SelectMany(list => list.Options).Select(o => o.Text.Trim());

    /// <summary>Names of its fields that begin so.</summary>
    public IEnumerable<string> Named(string prefix) => form.Elements.Select(e => e.GetAttribute("name") ?? "")
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Distinct();

    /// <summary>What no page put there.</summary>
    public WebForm Forge(string field, string value)
    {
        _forged.Add((field, value));
        return this;
    }

    public string Value(string field) => Fields(field).First() switch
    {
        IHtmlTextAreaElement area => area.Value,
        IHtmlInputElement input => input.Value,
        var other => throw new InvalidOperationException($"{other.NodeName} has no text for {field}"),
    };

    public WebForm Attach(string field, string name, byte[] content)
    {
        Fields(field).OfType<IHtmlInputElement>().ShouldContain(i => i.Type == "file", $"a file for {field}");
        _written.Add(new WrittenField.Attached(field, name, content));
        return this;
    }

    /// <summary>Presses the button of the action.</summary>
    public Task<WebPage> PressAsync(string action) => PressAsync("act", action);

    /// <summary>Presses the only button.</summary>
    public Task<WebPage> PressAsync() => SendAsync(null);

    public Task<WebPage> PressAsync(string name, string value)
    {
        Buttons(form, name).ShouldContain(b => b.GetAttribute("value") == value, $"a button {name}={value}");
        return SendAsync((name, value));
    }

    /// <summary>What no person could press: the form sent with an action that it has no button for.</summary>
    public Task<WebPage> ForgeAsync(string action)
    {
        Buttons(form, "act").ShouldNotContain(b => b.GetAttribute("value") == action);
        return SendAsync(("act", action));
    }

    /// <summary>What no person could press: this form sent from the browser of somebody who looks at another page.</summary>
    public Task<WebPage> ForgeByAsync(WebPage thief, string action) => SendAsync(("act", action), thief, HttpStatusCode.Forbidden);

    /// <summary>The same of a form with one button.</summary>
    public Task<WebPage> ForgeByAsync(WebPage thief, HttpStatusCode expected = HttpStatusCode.Forbidden) => SendAsync(null, thief, expected);

    internal static IEnumerable<IElement> Buttons(IHtmlFormElement form, string name) =>
        form.QuerySelectorAll("button[type=submit]:not([disabled])").Where(b => b.GetAttribute("name") == name);

    private string Asked => string.Join(' ', form.Elements.Select(e => e.GetAttribute("name")).Distinct());

    private IEnumerable<IElement> Fields(string name) => form.Elements.Where(e => e.GetAttribute("name") == name);

    private async Task<WebPage> SendAsync(
        (string Name, string Value)? button, WebPage? thief = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var sent = Fields().Select(w => w.Name == TokenField && thief is not null ? (w.Name, Value: thief.Token) : w).Concat(_forged).ToList();
        if (button is { } pressed)
        {
            sent.Add(pressed);
        }

        var (sender, address) = (thief?.Browser ?? browser, form.GetAttribute("action").ShouldNotBeNull());
        if (form.Enctype != "multipart/form-data")
        {
            using var plain = new FormUrlEncodedContent(sent.Select(s => KeyValuePair.Create(s.Name, s.Value)));
            return await sender.SendAsync(address, plain, expected);
        }

        using var parts = new MultipartFormDataContent();
        foreach (var (name, value) in sent)
        {
            parts.Add(new StringContent(value), $"\"{name}\"");
        }

        foreach (var file in _written.OfType<WrittenField.Attached>())
        {
            parts.Add(new ByteArrayContent(file.Content), $"\"{file.Field}\"", file.Name);
        }

        return await sender.SendAsync(address, parts, expected);
    }

    /// <summary>The fields that a browser sends, in the page's order.</summary>
    private IEnumerable<(string Name, string Value)> Fields()
    {
        foreach (var element in form.Elements.Where(
            e => e.GetAttribute("name") is { Length: > 0 } && !e.HasAttribute("disabled")))
        {
            var name = element.GetAttribute("name") ?? "";
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio" } tick when tick.IsChecked:
                    yield return (name, tick.Value);
                    break;
                case IHtmlInputElement { Type: not ("checkbox" or "radio" or "file" or "submit") } input:
                    yield return (name, input.Value);
                    break;
                case IHtmlTextAreaElement area:
                    yield return (name, area.Value);
                    break;
                case IHtmlSelectElement list:
                    yield return (name, list.Value ?? "");
                    break;
                default:
                    break;
            }
        }
    }
}
