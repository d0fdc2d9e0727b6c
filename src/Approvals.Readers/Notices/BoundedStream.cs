namespace Approvals.Readers.Notices;

/// <summary>
/// Refuses to unpack more than so many bytes, and XML with a start tag that is longer than any writer's:
/// a million attributes in one tag keep an XmlReader busy for a minute.
/// </summary>
internal sealed class BoundedStream(Stream inner, long most) : Stream
{
    private const int LongestTag = 256 * 1024;
    private long _read;
    private byte _before;
    private byte _quote;
    private int _tag;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        _read += read;
        Watch(buffer.AsSpan(offset, read));
        return _read > most || _tag > LongestTag
            ? throw new NoticeRefusedException(RefusedFile.TooLarge, "文件解开后过大，可能不是正常的文档，请删去图片或拆分后再上传。")
            : read;
    }

    /// <summary>Counts the bytes of the start tag that it is in; a > within quotation marks does not end one.</summary>
    private void Watch(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (_tag == 0)
            {
                (_tag, _quote) = (_before == '<' && (char.IsAsciiLetter((char)b) || b is (byte)'_' or >= 0x80) ? 1 : 0, 0);
            }
            else if (_quote != 0)
            {
                (_tag, _quote) = (_tag + 1, b == _quote ? (byte)0 : _quote);
            }
            else
            {
                (_tag, _quote) = (b == '>' ? 0 : _tag + 1, b is (byte)'"' or (byte)'\'' ? b : (byte)0);
            }

            if (_tag > LongestTag)
            {
                return;
            }

            _before = b;
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
