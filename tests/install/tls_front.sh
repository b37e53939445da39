# Sourced after lib.sh and certificates.sh: nginx between a client and a server.
#
#   make_tls_front HOST SERVER-URL    https://HOST:18443, with a certificate of the authority `trusted`, is to lead to
#                                     the server; the actions that were asked of it are lines of $work/actions.log.
#                                     http://127.0.0.1:18080/keys is a container's credential endpoint, for who
#                                     brings the token "pod-token"
#   start_tls_front, stop_tls_front
front=

make_tls_front() {
    authority trusted
    certificate front trusted "DNS:$1"
    mkdir front
    cat >front/nginx.conf <<TEXT
daemon off;
user root;
worker_processes 1;
pid $work/front/pid;
error_log $work/front/errors;
events {}
http {
    log_format actions '\$http_x_amz_target';
    client_body_temp_path $work/front/body;
    proxy_temp_path $work/front/proxy;
    fastcgi_temp_path $work/front/fastcgi;
    uwsgi_temp_path $work/front/uwsgi;
    scgi_temp_path $work/front/scgi;
    client_max_body_size 20m;
    server {
        listen 127.0.0.1:18443 ssl;
        ssl_certificate $work/front.pem;
        ssl_certificate_key $work/front.key;
        access_log $work/actions.log actions;
        location / {
            proxy_pass $2;
            proxy_set_header Host \$http_host;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
        }
    }
    server {
        listen 127.0.0.1:18080;
        access_log off;
        location = /keys {
            if (\$http_authorization != pod-token) { return 403; }
            default_type application/json;
            alias $work/front/keys.json;
        }
    }
}
TEXT
    jq -n '{AccessKeyId: env.AWS_ACCESS_KEY_ID, SecretAccessKey: env.AWS_SECRET_ACCESS_KEY, Token: "session",
        Expiration: "2099-01-01T00:00:00Z"}' >front/keys.json
}

start_tls_front() {
    PATH=$PATH:/usr/sbin setpriv --pdeathsig KILL nginx -e "$work/front/errors" -c "$work/front/nginx.conf" &
    front=$!
    wait_until front_listens
}

front_listens() {
    kill -0 "$front" 2>/dev/null || fail "nginx has ended: $(<front/errors)"
    (exec 3<>/dev/tcp/127.0.0.1/18443) 2>/dev/null
}

stop_tls_front() {
    kill "$front"
    wait "$front" || true
    front=
}
