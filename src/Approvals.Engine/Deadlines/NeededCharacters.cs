using System.Buffers;

namespace Approvals.Engine.Deadlines;

/// <summary>
/// The characters of which every match of a pattern has one: a text without them need not be searched. Looking for them takes a
/// hundredth of the time that the pattern takes, and most sentences have none of most phrases.
/// </summary>
internal sealed class NeededCharacters
{
    private readonly string _pattern;
    private int _at;

    private NeededCharacters(string pattern) => _pattern = pattern;

    /// <summary>Null where none can be told.</summary>
    public static SearchValues<char>? Of(string pattern) =>
        new NeededCharacters(pattern).Alternatives() is { Length: > 0 } needed ? SearchValues.Create(needed) : null;

    /// <summary>Of each alternative one; null where it may be anything.</summary>
    private string? Alternatives()
    {
        var needed = Sequence();
        while (_at < _pattern.Length && _pattern[_at] == '|')
        {
            _at++;
            needed = Sequence() is { } other && needed is not null ? needed + other : null;
        }

        return needed is null ? null : string.Concat(needed.Distinct());
    }

    /// <summary>The fewest that one part needs, of equals the last: a phrase is told by its end (内, 前).</summary>
    private string? Sequence()
    {
        string? fewest = null;
        while (_at < _pattern.Length && _pattern[_at] is not ('|' or ')'))
        {
            var needed = Part();
            needed = MayBeLeftOut() ? null : needed;
            fewest = needed is not null && (fewest is null || needed.Length <= fewest.Length) ? needed : fewest;
        }

        return fewest;
    }

    private string? Part()
    {
        var c = _pattern[_at++];
        return c switch
        {
            '(' => Group(),
            '[' => Class(),
            '\\' => Escaped(),
            '.' or '^' or '$' => null,
            _ => c.ToString(),
        };
    }

    /// <summary>What stands around a match is no part of it.</summary>
    private string? Group()
    {
        var around = false;
        if (_pattern[_at] == '?')
        {
            around = _pattern[_at + 1] is '=' or '!' || _pattern.AsSpan(_at + 1) is ['<', '=' or '!', ..];
            _at = around || _pattern[_at + 1] == ':' ? _at + (_pattern[_at + 1] == '<' ? 3 : 2) : _pattern.IndexOf('>', _at) + 1;
        }

        var needed = Alternatives();
        _at++; // the closing bracket
        return around ? null : needed;
    }

    private string? Class()
    {
        var end = _pattern.IndexOf(']', _at + 1);
        var inner = _pattern[_at..end];
        _at = end + 1;
        return inner[0] == '^' || inner.AsSpan().ContainsAny('-', '\\') ? null : inner;
    }

    /// <summary>\p{L} and \k&lt;s&gt; may be anything, \. is a dot.</summary>
    private string? Escaped()
    {
        var c = _pattern[_at++];
        if (!char.IsAsciiLetter(c))
        {
            return c.ToString();
        }

        _at = c is 'p' or 'P' ? _pattern.IndexOf('}', _at) + 1 : c == 'k' ? _pattern.IndexOf('>', _at) + 1 : _at;
        return null;
    }

    /// <summary>Passes a quantifier.</summary>
    private bool MayBeLeftOut()
    {
        if (_at >= _pattern.Length || _pattern[_at] is not ('?' or '*' or '+' or '{'))
        {
            return false;
        }

        var none = _pattern[_at] is '?' or '*' || _pattern.AsSpan(_at) is ['{', '0', ..];
        _at = _pattern[_at] == '{' ? _pattern.IndexOf('}', _at) + 1 : _at + 1;
        _at += _at < _pattern.Length && _pattern[_at] == '?' ? 1 : 0;
        return none;
    }
}
