using System.Net;
using System.Net.Http.Headers;
using System.Web;
using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class HttpCases
{
    public static void AddTo(CaseList cases, Workspace work)
    {
        var client = new HttpClient();

        HttpRequestMessage Request() => new(HttpMethod.Get, work.Server.Address);
        HttpResponseMessage Response(HttpCompletionOption option) => client.Send(Request(), option);
        static void Finish(Task task) => task.Wait();

        cases.On(
            "M:System.Net.Http.HttpClient.Send(System.Net.Http.HttpRequestMessage)",
            BlocksIo, Request, request => client.Send(request), release: static (_, response) => response.Dispose());
        cases.Add(
            "M:System.Net.Http.HttpClient.SendAsync(System.Net.Http.HttpRequestMessage)",
            Light, () => client.SendAsync(Request()), release: Finish, note: "a request over a free connection is sent by the caller, without waiting");
        cases.Add(
            "M:System.Net.Http.HttpClient.GetStringAsync(System.Uri)",
            Light, () => client.GetStringAsync(work.Server.Address), release: Finish,
            note: "a request over a free connection is sent by the caller, without waiting");
        cases.Add(
            "M:System.Net.Http.HttpClient.GetAsync(System.Uri)",
            Light, () => client.GetAsync(work.Server.Address), release: Finish,
            note: "a request over a free connection is sent by the caller, without waiting");
        cases.On(
            "M:System.Net.Http.HttpContent.ReadAsStream",
            Light, () => Response(HttpCompletionOption.ResponseContentRead), static r => r.Content.ReadAsStream(), receiver: "content that was read",
            dependent: true, release: static (r, _) => r.Dispose());
        cases.On(
            "M:System.Net.Http.HttpContent.ReadAsStream",
            Light, () => Response(HttpCompletionOption.ResponseHeadersRead), static r => r.Content.ReadAsStream(), receiver: "headers alone were read",
            dependent: true, release: static (r, _) => r.Dispose(), note: "gives the stream, which reads later");
        cases.On(
            "M:System.Net.Http.HttpContent.ReadAsStringAsync",
            Light, () => Response(HttpCompletionOption.ResponseContentRead), static r => r.Content.ReadAsStringAsync(),
            release: static (r, _) => r.Dispose(), receiver: "content that was read", dependent: true);
        cases.On(
            "M:System.Net.Http.HttpContent.CopyTo(System.IO.Stream,System.Net.TransportContext,System.Threading.CancellationToken)",
            Light, static () => new StringContent("some text"), static c => c.CopyTo(Stream.Null, null, CancellationToken.None), receiver: "StringContent",
            dependent: true);
        cases.On(
            "M:System.Net.Http.HttpContent.CopyTo(System.IO.Stream,System.Net.TransportContext,System.Threading.CancellationToken)",
            BlocksIo, () => new StreamContent(work.Unbuffered()), static c => c.CopyTo(Stream.Null, null, CancellationToken.None),
            receiver: "StreamContent over FileStream", dependent: true, release: static c => c.Dispose());
        cases.On(
            "M:System.Net.Http.HttpContent.LoadIntoBufferAsync",
            Light, static () => new StringContent("some text"), static c => c.LoadIntoBufferAsync(), receiver: "StringContent", dependent: true);
        cases.Add(
            "M:System.Net.Http.HttpClient.#ctor",
            Light, () => new HttpClient(), release: static c => c.Dispose());
        cases.Add(
            "M:System.Net.Http.HttpRequestMessage.#ctor(System.Net.Http.HttpMethod,System.String)",
            Light, () => new HttpRequestMessage(HttpMethod.Get, "http://localhost/"));
        cases.Add(
            "M:System.Net.Http.StringContent.#ctor(System.String)",
            Light, () => new StringContent("some text"));
        cases.On(
            "M:System.Net.Http.HttpResponseMessage.EnsureSuccessStatusCode",
            Light, static () => new HttpResponseMessage(HttpStatusCode.OK), static r => r.EnsureSuccessStatusCode());
        cases.On(
            "M:System.Net.Http.Headers.HttpHeaders.Add(System.String,System.String)",
            Light, static () => new HttpRequestMessage().Headers, static headers => headers.Add("X-Test", "1"));
        cases.Add(
            "M:System.Net.Http.Headers.MediaTypeHeaderValue.Parse(System.String)",
            Light, () => MediaTypeHeaderValue.Parse("text/plain; charset=utf-8"));
        cases.Add(
            "M:System.Uri.#ctor(System.String)",
            Light, () => new Uri("http://localhost:8080/a/b?c=d"));
        cases.Add(
            "M:System.Uri.EscapeDataString(System.String)",
            Light, () => Uri.EscapeDataString("a b&c"));
        cases.Add(
            "M:System.Net.WebUtility.HtmlEncode(System.String)",
            Light, () => WebUtility.HtmlEncode("<a>"));
        cases.Add(
            "M:System.Web.HttpUtility.ParseQueryString(System.String)",
            Light, () => HttpUtility.ParseQueryString("a=1&b=2"));
        cases.On(
            "M:System.UriBuilder.ToString",
            Light, static () => new UriBuilder("http", "localhost", 80), static b => b.ToString());
    }
}
