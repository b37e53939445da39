#include "bench/bare_bench.hpp"

#include "aws/url.hpp"
#include "bench/bare_connection.hpp"
#include "bench/captured_request.hpp"
#include "bench/meter.hpp"

#include <array>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <unistd.h>
#include <vector>

namespace ddbsnap::bench {
namespace {

/// SHA-256 with everything kept that can be kept: OpenSSL's search for the algorithm costs more than the hash
/// of a small body.
class body_hash {
   public:
    body_hash() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {}
    ~body_hash() {
        EVP_MD_CTX_free(context_);
        EVP_MD_free(algorithm_);
    }
    body_hash(body_hash const&) = delete;
    body_hash& operator=(body_hash const&) = delete;

    void add(std::string_view body) noexcept {
        std::array<unsigned char, 32> out;
        EVP_DigestInit_ex2(context_, algorithm_, nullptr);
        EVP_DigestUpdate(context_, body.data(), body.size());
        EVP_DigestFinal_ex(context_, out.data(), nullptr);
        // The loop's work is not optimised away: its outcome is looked at.
        looked_at_ = out[0];
    }

   private:
    EVP_MD* algorithm_;
    EVP_MD_CTX* context_;
    unsigned char volatile looked_at_ = 0;
};

/// What one connection is at.
struct lane {
    bare_connection connection;
    reply_reader reply;
    meter::clock::time_point begun{};
    std::size_t written = 0;
    bool is_writing = false;
};

class bare_loop {
   public:
    bare_loop(std::string request, std::vector<lane> lanes)
        : request_(std::move(request)),
          body_(std::string_view(request_).substr(body_offset(request_))),
          lanes_(std::move(lanes)),
          buffer_(128 * 1024) {
        if (lanes_.size() > 1) watch_all();
    }
    ~bare_loop() {
        if (poller_ >= 0) ::close(poller_);
    }
    bare_loop(bare_loop const&) = delete;
    bare_loop& operator=(bare_loop const&) = delete;

    measurement run(std::size_t requests) {
        meter counts;
        counts_ = &counts;
        left_ = requests;
        is_broken_ = false;
        counts.start();
        lanes_.size() == 1 ? one_after_the_other() : all_at_once();
        return counts.stop();
    }

   private:
    enum class step { done, waits, broken };

    void watch_all() {
        poller_ = ::epoll_create1(EPOLL_CLOEXEC);
        for (auto& each : lanes_) {
            each.connection.make_non_blocking();
            epoll_event event{};
            // Edge-triggered: said once, and never changed between writing and reading.
            event.events = EPOLLIN | EPOLLOUT | EPOLLET;
            event.data.ptr = &each;
            ::epoll_ctl(poller_, EPOLL_CTL_ADD, each.connection.socket(), &event);
        }
    }

    void one_after_the_other() {
        auto& only = lanes_.front();
        while (left_ > 0 && !is_broken_) {
            --left_;
            begin(only);
            if (write(only) == step::done && read(only) == step::done) end(only);
        }
    }

    void all_at_once() {
        busy_ = 0;
        for (auto& each : lanes_) {
            if (left_ == 0) break;
            ++busy_;
            --left_;
            begin(each);
            go_on(each);
        }
        std::array<epoll_event, 64> events;
        while (busy_ > 0 && !is_broken_) {
            int const count = ::epoll_wait(poller_, events.data(), events.size(), -1);
            for (int i = 0; i < count; ++i)
                go_on(*static_cast<lane*>(events[static_cast<std::size_t>(i)].data.ptr));
        }
    }

    void go_on(lane& l) {
        while (!is_broken_) {
            if (l.is_writing) {
                // The reply is not there yet: trying to read it would be a system call for nothing.
                if (write(l) == step::done) l.is_writing = false;
                return;
            }
            if (read(l) != step::done) return;
            end(l);
            if (left_ == 0) {
                --busy_;
                return;
            }
            --left_;
            begin(l);
        }
    }

    void begin(lane& l) {
        l.begun = meter::clock::now();
        l.written = 0;
        l.is_writing = true;
        hash_.add(body_);
    }

    void end(lane const& l) {
        if (l.reply.is_ok())
            counts_->succeeded(meter::clock::now() - l.begun, 0);
        else
            counts_->failed("the reply is not HTTP 200");
    }

    step write(lane& l) {
        while (l.written < request_.size()) {
            int const n = SSL_write(l.connection.native(), request_.data() + l.written,
                                    static_cast<int>(request_.size() - l.written));
            if (n <= 0) return judge(l, n);
            l.written += static_cast<std::size_t>(n);
        }
        switch (l.connection.flush()) {
            case bare_connection::flushed::done:
                return step::done;
            case bare_connection::flushed::waits:
                return step::waits;
            case bare_connection::flushed::failed:
                break;
        }
        return judge(l, -1);
    }

    step read(lane& l) {
        for (;;) {
            int const n = SSL_read(l.connection.native(), buffer_.data(), static_cast<int>(buffer_.size()));
            if (n <= 0) return judge(l, n);
            if (l.reply.feed({buffer_.data(), static_cast<std::size_t>(n)})) return step::done;
        }
    }

    step judge(lane& l, int outcome) {
        int const why = SSL_get_error(l.connection.native(), outcome);
        if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) return step::waits;
        is_broken_ = true;
        counts_->failed(last_tls_error("the server closed the connection"));
        return step::broken;
    }

    std::string const request_;
    std::string_view const body_;
    std::vector<lane> lanes_;
    std::vector<char> buffer_;
    body_hash hash_;
    meter* counts_ = nullptr;
    std::size_t left_ = 0;  // requests that are not begun
    std::size_t busy_ = 0;  // connections with a request
    int poller_ = -1;
    bool is_broken_ = false;
};

result<std::vector<lane>> open_lanes(aws::url const& url, std::size_t count) {
    auto const tls = bare_tls::make();
    if (!tls) return failure(tls.error());
    std::vector<lane> lanes;
    for (std::size_t i = 0; i < count; ++i) {
        auto opened = bare_connection::open(*tls, url.host, std::to_string(url.port));
        if (!opened) return std::move(opened).error();
        lanes.push_back({*std::move(opened), {}, {}, 0, false});
    }
    return lanes;
}

}  // namespace

int run_bare(bench_case const& c) {
    auto const url = aws::parse_url(c.endpoint);
    if (!url) return report_hopeless("bare", c, url.error());
    if (url->scheme != "https")
        return report_hopeless("bare", c,
                               failure(errc::not_supported, "the bare loop needs an https endpoint"));
    auto request = captured_request(c, url->authority());
    if (!request) return report_hopeless("bare", c, request.error());
    auto lanes = open_lanes(*url, c.concurrency);
    if (!lanes) return report_hopeless("bare", c, lanes.error());
    bare_loop loop(*std::move(request), *std::move(lanes));
    if (auto const warm = loop.run(c.warm_up_requests()); warm.errors > 0) return report("bare", c, warm);
    return report("bare", c, loop.run(c.requests));
}

}  // namespace ddbsnap::bench
